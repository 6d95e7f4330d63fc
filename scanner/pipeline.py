"""What pipelines have in common: which rules are asked, what code declares, and what verdicts come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from scanner import __version__
from scanner.compliance.controls import Controls
from scanner.inputs.kubernetes.pods import KUBERNETES, POD_KINDS, Workloads, workload
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.report import ScanResult, Scope, finding_key, problem_key
from scanner.model.resources import ResourceGraph
from scanner.model.rules import SEVERITIES, Rule
from scanner.model.verdicts import Finding, Outcome
from scanner.policy.defaults import with_defaults
from scanner.policy.errors import PackError
from scanner.policy.pack_files import display_path, holds_policies, policy_files, read_text
from scanner.policy.rulesets import RuleSet, Selection, load_rules
from scanner.processes import available
from scanner.settings import Settings, SettingsError
from scanner.triage.line_hash import line_hashes

if TYPE_CHECKING:
    from scanner.inputs import Selection as PathSelection
    from scanner.inputs.cluster.filters import Filters

Advance: TypeAlias = Callable[[str], None]
"""Tells what takes long."""


def workloads_of(settings: Settings) -> Workloads:
    """The kinds that carry a pod, those that the settings declare included."""
    for kind, group, _, _ in settings.workloads:
        if group is None and kind in POD_KINDS:
            raise SettingsError(
                f"kubernetes.workloads: {kind} carries a pod already; another one of the name has a group"
            )
    return Workloads(workload(*each) for each in settings.workloads) if settings.workloads else KUBERNETES


def select_rules(settings: Settings) -> tuple[RuleSet, Controls]:
    """The rules that are asked, chosen by id and by framework, and the controls they bear on."""
    only = frozenset(settings.only) if settings.only else None
    skip = frozenset(settings.skip)
    packs = [Path(each) for each in settings.rules]
    packs = [each for each in packs if not (each.is_file() and holds_policies(each))]
    rules = load_rules(packs, Selection(only, skip, settings.severity))  # type: ignore[arg-type]
    faults = never_matched(rules.all()) if packs else []
    if faults:
        raise PackError(faults)
    rules = rules.carrying(workloads_of(settings).names)
    unknown = sorted(each for each in {*settings.only, *settings.skip} - rules.known_ids if not each.startswith("vap-"))
    if unknown:
        raise SettingsError(f"there is no rule {unknown[0]!r}; `bylaw rules list` names them all")
    controls = Controls(settings.frameworks, rules.all if settings.rules else None)
    if settings.frameworks:
        rules = rules.select(Selection(frozenset(rule for rule in rules.ids if controls.of(rule)), skip))
    return rules, controls


def never_matched(rules: Iterable[Rule]) -> list[Problem]:
    """A problem for each Terraform type that a rule names and that is judged as the Kubernetes object it makes."""
    from scanner.inputs.translate.kinds import made_by

    return [
        Problem(
            "error",
            "invalid",
            f"rule {rule.id}: {type} is judged as the Kubernetes object that it makes, and this never matches",
            rule.file,
            help=f"match {made} under match.kubernetes; attributes are then the object's own",
        )
        for rule in rules
        for type in rule.terraform
        if (made := made_by(type)) is not None
    ]


def load(
    paths: Sequence[str], settings: Settings, rules: RuleSet, advance: Advance = lambda what: None
) -> tuple[ResourceGraph, PathSelection]:
    """The resource graph of code as rules see it, and which of it was asked for."""
    from scanner.inputs import load_paths
    from scanner.inputs.kubernetes.render.tasks import Release, Rendering
    from scanner.inputs.terraform.options import Assignments, Environment, Options

    assignments = Assignments(settings.assignments, settings.environment)
    environments = tuple(Environment(*each) for each in settings.environments)
    options = Options(assignments, settings.workspace, environments)
    releases = tuple(Release(*each) for each in settings.releases)
    rendering = Rendering(
        settings.helm_values,
        settings.helm_namespace,
        settings.helm_release,
        settings.helm_kube_version,
        settings.helm_api_versions,
        releases,
    )
    workloads, processes = workloads_of(settings), available(settings.processes)
    graph, selection = load_paths(paths, options, advance, settings.source, rendering, workloads, processes)
    return with_defaults(graph, rules.defaults_for), selection


def problems_of(graph: ResourceGraph, selection: PathSelection) -> list[Problem]:
    """The problems of a graph that concern what was asked for, in order."""
    return sorted((each for each in graph.problems if selection.concerns(each)), key=problem_key)


def cluster_filters(settings: Settings) -> Filters:
    """What of a cluster is looked at. Raises SettingsError."""
    from scanner.inputs.cluster.filters import Filters
    from scanner.inputs.cluster.labels import parse_labels

    try:
        labels = tuple(parse_labels(settings.selector)) if settings.selector else ()
    except ValueError as error:
        raise SettingsError(f"selector: {error}") from error
    return Filters(
        namespaces=settings.namespaces,
        exclude_namespaces=settings.exclude_namespaces,
        kinds=settings.kinds,
        exclude_kinds=settings.exclude_kinds,
        labels=labels,
        secrets=settings.secrets,
    )


def given_policies(settings: Settings) -> ResourceGraph:
    """The admission policies in `--rules`; nothing where frameworks are chosen, for they bear on none.

    Raises:
        PackError: a file cannot be read.
    """
    files = [] if settings.frameworks else [file for each in settings.rules for file in policy_files(Path(each))]
    if not files:
        return ResourceGraph()
    from scanner.inputs.kubernetes import read

    return read([Source(display_path(file), read_text(file)) for file in files])


def with_admission(
    rules: RuleSet, graph: ResourceGraph, settings: Settings, given: ResourceGraph
) -> tuple[RuleSet, list[Problem]]:
    """The rules with the admission policies among what was read and what is `given`, and what is wrong with these."""
    if settings.frameworks or not (given.sources or any("AdmissionPolicy" in each.type for each in graph.resources)):
        return rules, []
    from scanner.policy.admission.rulesets import with_policies

    graph.sources.update({path: source for path, source in given.sources.items() if path not in graph.sources})
    only = frozenset(settings.only) if settings.only else None
    selection = Selection(only, frozenset(settings.skip), settings.severity)  # type: ignore[arg-type]
    rules, problems = with_policies(rules, selection, graph, given.resources)
    return rules, [*given.problems, *problems]


def conclude(
    findings: Sequence[Finding],
    counts: Mapping[tuple[str, Outcome], int],
    problems: Iterable[Problem],
    scope: Scope,
    controls: Controls,
    settings: Settings,
    sources: Mapping[str, Source],
) -> ScanResult:
    """The result of a run, everything in its order. `counts` are by rule and outcome; `scope` as yet without rules."""
    by_rule = _by_rule(counts)
    ordered = sorted(findings, key=finding_key)
    shown = tuple(finding for finding in ordered if finding.verdict.outcome in settings.outcomes)
    found = {finding.verdict.rule.id: finding.verdict.rule for finding in shown}
    result = ScanResult(
        version=__version__,
        scope=replace(scope, rules=len(by_rule), frameworks=settings.frameworks),
        findings=shown,
        counts=by_rule,
        problems=tuple(sorted(problems, key=problem_key)),
        rules=found,
        controls_of={rule: controls.of(rule) for rule in found},
        frameworks=controls.frameworks,
        control_statuses=lambda: controls.statuses(ordered, by_rule),
        sources=sources,
        line_hashes=line_hashes,
        processes=available(settings.processes),
        fail_on=None if settings.fail_on == "none" else settings.fail_on,  # type: ignore[arg-type]
    )
    return replace(result, exit_code=_exit_code(result.incomplete, ordered, settings))


def _exit_code(incomplete: bool, findings: Iterable[Finding], settings: Settings) -> int:
    """0 clean, 1 findings that count, 2 the job could not be done completely."""
    if incomplete:
        return 2
    if settings.exit_zero:
        return 0
    return 1 if any(_counts(finding, settings) for finding in findings) else 0


def _counts(finding: Finding, settings: Settings) -> bool:
    if finding.status != "open" or finding.verdict.outcome == "pass":
        return False
    if finding.verdict.outcome == "unknown":
        return settings.strict
    if settings.fail_on == "none":
        return False
    return SEVERITIES.index(finding.verdict.rule.severity) <= SEVERITIES.index(settings.fail_on)


def _by_rule(counts: Mapping[tuple[str, Outcome], int]) -> dict[str, dict[Outcome, int]]:
    found: dict[str, dict[Outcome, int]] = {}
    for (rule, outcome), number in sorted(counts.items()):
        found.setdefault(rule, {})[outcome] = number
    return found
