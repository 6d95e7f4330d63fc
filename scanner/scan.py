"""The pipeline for code: paths in, a `ScanResult` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scanner.model.report import ScanResult, Scope
from scanner.model.resources import Resource
from scanner.model.verdicts import Outcome
from scanner.pipeline import Advance, conclude, given_policies, load, select_rules, with_admission, workloads_of
from scanner.policy.judge import judge
from scanner.policy.owners import judge_with_owners
from scanner.policy.rulesets import Selection
from scanner.processes import available
from scanner.settings import Settings
from scanner.triage.rule_names import names_of
from scanner.triage.triage import triage


def scan(paths: Sequence[str], settings: Settings, advance: Advance = lambda what: None) -> ScanResult:
    """Reads, judges and triages.

    Raises:
        PackError, ComplianceError, SettingsError: rules, catalogues or settings are in error; nothing was judged.
    """
    rules, controls = select_rules(settings)
    graph, selection = load(paths, settings, rules, advance)
    rules, of_policies = with_admission(rules, graph, settings, given_policies(settings))
    resources = [each for each in graph.resources if selection.holds(each) and _is_judged(each, settings)]
    asked_for = replace(graph, resources=resources)
    advance(f"judging {len(asked_for.resources):,} resources")
    # What is not shown counts all the same: for the exit code, the controls and directives that are used or not.
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown", *settings.outcomes})  # type: ignore[arg-type]
    pods = workloads_of(settings).view_of
    if graph.told_of:
        judgement = judge_with_owners(asked_for, rules, pods, outcomes)
    else:
        judgement = judge(asked_for, rules, pods, outcomes, available(settings.processes))
    findings, ignores = triage(
        judgement.verdicts,
        asked_for,
        lambda: names_of(rules.select(Selection()).all()),
        inline_ignores=settings.inline_ignores,
        # Where some resources are left out, a directive that nothing came of may be one about them.
        judged=frozenset() if settings.changes_only else rules.ids,
    )
    problems = [each for each in (*graph.problems, *judgement.problems, *ignores) if selection.concerns(each)]
    problems += of_policies
    roots = tuple(sorted({resource.origin.root for resource in resources}))
    scope = Scope(tuple(paths), roots, len(graph.sources), len(resources))
    return conclude(findings, judgement.counts, problems, scope, controls, settings, graph.sources)


def _is_judged(resource: Resource, settings: Settings) -> bool:
    return not settings.changes_only or resource.action in (None, "create", "update", "replace")
