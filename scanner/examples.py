"""The pipeline over rules and their examples: each must get the verdict it says, at the place it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.rules import Example
from scanner.model.verdicts import Verdict
from scanner.policy.defaults import with_defaults
from scanner.policy.errors import PackError
from scanner.policy.judge import judge
from scanner.policy.packs import Pack, builtin_directory, read_all_defaults, read_packs
from scanner.policy.paths import ABSENT, parse_path, resolve
from scanner.policy.rule_files import RuleFile
from scanner.policy.rulesets import RuleSet, Selection, load_rules, rules_of
from scanner.policy.scopes import resource_scope
from scanner.policy.undecided import PodView

LoadExample: TypeAlias = Callable[[str, str], ResourceGraph]
"""Reads the text of an example in a language, `terraform` or `kubernetes`."""

_WORST_FIRST = ("fail", "unknown", "pass")


def check_pack(paths: Sequence[Path], advance: Callable[[str], None] = lambda what: None) -> tuple[int, list[Problem]]:
    """Validates packs and single rule files in full: form, expressions, attributes and examples.

    Without paths the built-in pack. Gives the number of rules that were looked at and every problem that was found;
    examples are run once nothing else is wrong.
    """
    from scanner.inputs.kubernetes.pods import pod_view_of
    from scanner.inputs.terraform.schemas.lookup import path_exists
    from scanner.pipeline import never_matched
    from scanner.policy.check import check_rule
    from scanner.policy.compiler import Compiler
    from scanner.policy.validation import RuleValidator, theme_ids

    packs, problems = read_packs(paths or [builtin_directory()], RuleValidator(theme_ids()))
    files = [file for pack in packs for file in pack.rules]
    problems += never_matched(file.rule for file in files)
    problems += _built_in_already(packs)
    compiler = Compiler()
    for file in files:
        advance(file.rule.id)
        try:
            problems += check_rule(file, path_exists, compiler)
        except PackError as error:
            problems += error.problems
    if not problems:
        try:
            builtin = Pack(builtin_directory(), (), read_all_defaults(builtin_directory()))
            problems += check_examples(files, rules_of([builtin, *packs]), load_example, pod_view_of, advance)
        except PackError as error:
            problems += error.problems
    return len(files), problems


def _built_in_already(packs: Iterable[Pack]) -> list[Problem]:
    """A problem for each rule of another pack with the id of a built-in one: a scan takes no two rules of one id."""
    builtin = builtin_directory().resolve()
    others = [file for pack in packs if not pack.directory.resolve().is_relative_to(builtin) for file in pack.rules]
    known = load_rules().known_ids if others else frozenset()
    return [
        Problem("error", "invalid", f"a built-in rule has the id {file.rule.id} already", file.path)
        for file in others
        if file.rule.id in known
    ]


def load_example(language: str, text: str) -> ResourceGraph:
    """The graph of an example's text, as a scan of a file with this text would judge it."""
    from scanner.inputs.translate import may_speak_otherwise, translate

    if language == "terraform":
        from scanner.inputs.terraform import load_text

        graph = load_text(text)
    else:
        from scanner.inputs.kubernetes import read

        graph = read([Source("example.yaml", text)])
    if may_speak_otherwise(graph):
        translate(graph)
    if any(resource.is_object for resource in graph.resources):
        from scanner.inputs.kubernetes import link_objects

        link_objects(graph)
    return graph


def check_examples(
    files: Iterable[RuleFile],
    rules: RuleSet,
    load: LoadExample,
    pods: PodView,
    advance: Callable[[str], None] = lambda what: None,
) -> list[Problem]:
    """A problem for every example whose rule says something else than the example does, at the example's place.

    `rules` holds the compiled rules of the same packs.
    """
    problems: list[Problem] = []
    for file in files:
        advance(file.rule.id)
        alone = rules.select(Selection(only=frozenset({file.rule.id})))
        for number, example in enumerate(file.examples):
            found = _faults(example, alone, load, pods)
            problems += [_problem(file, number, what) for what in found]
    return problems


def _problem(file: RuleFile, number: int, what: str) -> Problem:
    from scanner.policy.yaml_places import YamlPlaces

    place = YamlPlaces(file.text, file.path).value(("examples", number, "name"))
    return Problem("error", "invalid", f"example {file.examples[number].name!r}: {what}", file.path, place)


def _faults(example: Example, rule: RuleSet, load: LoadExample, pods: PodView) -> Iterator[str]:
    graph = with_defaults(load(example.language, example.text), rule.defaults_for)
    judgement = judge(graph, rule, pods, frozenset({"pass", "fail", "unknown"}))
    for problem in (*graph.problems, *judgement.problems):
        if problem.severity == "error":
            yield f"{problem.what} ({problem.place or problem.file})"
    outcomes = {verdict.outcome for verdict in judgement.verdicts}
    worst = next((outcome for outcome in _WORST_FIRST if outcome in outcomes), "none")
    if worst != example.verdict:
        said = "; ".join(f"{v.resource.address}: {v.outcome} {v.message}".rstrip() for v in judgement.verdicts[:5])
        yield f"the verdict is {worst}, not {example.verdict}" + (f" ({said})" if said else "")
    elif example.at is not None:
        found = [verdict for verdict in judgement.verdicts if verdict.outcome == worst]
        yield from _place_faults(example.at, found, graph)


def _place_faults(at: str, found: list[Verdict], graph: ResourceGraph) -> Iterator[str]:
    named = [
        resource for resource in graph.resources if at == resource.address or at.startswith(f"{resource.address}.")
    ]
    if not named:
        yield f"{at} names no resource; there are {', '.join(each.address for each in graph.resources) or 'none'}"
        return
    resource = max(named, key=lambda each: len(each.address))
    try:
        expected = _expected_place(resource, at[len(resource.address) + 1 :])
    except ValueError as error:
        yield str(error)
        return
    places = [verdict.place for verdict in found if verdict.resource is resource]
    if not places:
        yield f"{resource.address} does not get this verdict"
    elif expected not in places:
        yield f"it points at {', '.join(map(str, places))}, but {at} is at {expected}"


def _expected_place(resource: Resource, text: str) -> Place:
    path = parse_path(text)
    if not path:
        return resource.place
    if resolve(resource.attributes, path) is ABSENT:
        raise ValueError(f"{resource.address} has no {text}; an argument that is not written cannot be pointed at")
    return resource_scope(resource, {}, None).place(("resource", path)) or resource.place
