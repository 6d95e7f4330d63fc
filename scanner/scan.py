"""The pipeline for code: paths in, a `ScanResult` out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from scanner import __version__
from scanner.compliance.controls import Controls
from scanner.inputs import Selection as PathSelection
from scanner.inputs import load_paths
from scanner.inputs.kubernetes.pods import pod_view_of
from scanner.inputs.terraform.options import Assignments, Environment, Options
from scanner.model.problems import Problem
from scanner.model.report import ScanResult, Scope, finding_key, problem_key
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.rules import SEVERITIES
from scanner.model.verdicts import Finding, Outcome
from scanner.policy.defaults import with_defaults
from scanner.policy.judge import judge
from scanner.policy.rulesets import RuleSet, Selection, load_rules
from scanner.settings import Settings, SettingsError
from scanner.triage.line_hash import line_hashes
from scanner.triage.rule_names import names_of
from scanner.triage.triage import triage

Advance = Callable[[str], None]


def scan(paths: Sequence[str], settings: Settings, advance: Advance = lambda what: None) -> ScanResult:
    """Reads, judges and triages.

    Raises:
        PackError, ComplianceError, SettingsError: rules, catalogues or settings are in error; nothing was judged.
    """
    rules, controls = select_rules(settings)
    graph, selection = load(paths, settings, rules, advance)
    resources = [each for each in graph.resources if selection.holds(each) and _is_judged(each, settings)]
    asked_for = replace(graph, resources=resources)
    advance(f"judging {len(asked_for.resources):,} resources")
    # What is not shown counts all the same: for the exit code, the controls and directives that are used or not.
    judgement = judge(asked_for, rules, pod_view_of, frozenset({"fail", "unknown", *settings.outcomes}))  # type: ignore[arg-type]
    findings, ignores = triage(
        judgement.verdicts,
        asked_for,
        lambda: names_of(rules.select(Selection()).all()),
        inline_ignores=settings.inline_ignores,
        # Where some resources are left out, a directive that nothing came of may be one about them.
        judged=frozenset() if settings.changes_only else rules.ids,
    )
    problems = [each for each in (*graph.problems, *judgement.problems, *ignores) if selection.concerns(each)]
    counts = _by_rule(judgement.counts)
    findings.sort(key=finding_key)
    problems.sort(key=problem_key)
    shown = tuple(finding for finding in findings if finding.verdict.outcome in settings.outcomes)
    found = {finding.verdict.rule.id: finding.verdict.rule for finding in shown}
    result = ScanResult(
        version=__version__,
        scope=_scope(paths, settings, asked_for, counts),
        findings=shown,
        counts=counts,
        problems=tuple(problems),
        rules=found,
        controls_of={rule: controls.of(rule) for rule in found},
        frameworks=controls.frameworks,
        control_statuses=lambda: controls.statuses(findings, counts),
        sources=graph.sources,
        line_hashes=line_hashes,
        fail_on=None if settings.fail_on == "none" else settings.fail_on,  # type: ignore[arg-type]
    )
    return replace(result, exit_code=exit_code(result.incomplete, findings, settings))


def load(
    paths: Sequence[str], settings: Settings, rules: RuleSet, advance: Advance = lambda what: None
) -> tuple[ResourceGraph, PathSelection]:
    """The resource graph as rules see it, and which of it was asked for."""
    assignments = Assignments(settings.assignments, settings.environment)
    environments = tuple(Environment(*each) for each in settings.environments)
    options = Options(assignments, settings.workspace, environments)
    graph, selection = load_paths(paths, options, advance, settings.source)
    return with_defaults(graph, rules.defaults_for), selection


def _is_judged(resource: Resource, settings: Settings) -> bool:
    return not settings.changes_only or resource.action in (None, "create", "update", "replace")


def select_rules(settings: Settings) -> tuple[RuleSet, Controls]:
    """The rules that are asked, chosen by id and by framework, and the controls they bear on."""
    only = frozenset(settings.only) if settings.only else None
    skip = frozenset(settings.skip)
    rules = load_rules([Path(each) for each in settings.rules], Selection(only, skip, settings.severity))  # type: ignore[arg-type]
    unknown = sorted({*settings.only, *settings.skip} - rules.known_ids)
    if unknown:
        raise SettingsError(f"there is no rule {unknown[0]!r}; `bylaw rules list` names them all")
    controls = Controls(settings.frameworks, rules.all if settings.rules else None)
    if settings.frameworks:
        rules = rules.select(Selection(frozenset(rule for rule in rules.ids if controls.of(rule)), skip))
    return rules, controls


def exit_code(incomplete: bool, findings: Iterable[Finding], settings: Settings) -> int:
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


def _scope(
    paths: Sequence[str], settings: Settings, graph: ResourceGraph, counts: Mapping[str, Mapping[Outcome, int]]
) -> Scope:
    return Scope(
        paths=tuple(paths),
        roots=tuple(sorted({resource.origin.root for resource in graph.resources})),
        files=len(graph.sources),
        resources=len(graph.resources),
        rules=len(counts),
        frameworks=settings.frameworks,
    )


def problems_of(graph: ResourceGraph, selection: PathSelection) -> list[Problem]:
    """The problems of a graph that concern what was asked for, in order."""
    return sorted((each for each in graph.problems if selection.concerns(each)), key=problem_key)
