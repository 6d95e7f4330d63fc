"""The pipeline for code: paths in, a `ScanResult` out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from scanner.inputs import Selection as PathSelection
from scanner.inputs import load_paths
from scanner.inputs.kubernetes.render.options import Release, Rendering
from scanner.inputs.terraform.options import Assignments, Environment, Options
from scanner.model.problems import Problem
from scanner.model.report import ScanResult, Scope, problem_key
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.verdicts import Outcome
from scanner.pipeline import conclude, select_rules, with_admission, workloads_of
from scanner.policy.defaults import with_defaults
from scanner.policy.judge import judge
from scanner.policy.owners import judge_with_owners
from scanner.policy.rulesets import RuleSet, Selection
from scanner.settings import Settings
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
    rules, of_policies = with_admission(rules, graph, settings)
    resources = [each for each in graph.resources if selection.holds(each) and _is_judged(each, settings)]
    asked_for = replace(graph, resources=resources)
    advance(f"judging {len(asked_for.resources):,} resources")
    # What is not shown counts all the same: for the exit code, the controls and directives that are used or not.
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown", *settings.outcomes})  # type: ignore[arg-type]
    decide = judge_with_owners if graph.told_of else judge
    judgement = decide(asked_for, rules, workloads_of(settings).view_of, outcomes)
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


def load(
    paths: Sequence[str], settings: Settings, rules: RuleSet, advance: Advance = lambda what: None
) -> tuple[ResourceGraph, PathSelection]:
    """The resource graph as rules see it, and which of it was asked for."""
    assignments = Assignments(settings.assignments, settings.environment)
    environments = tuple(Environment(*each) for each in settings.environments)
    options = Options(assignments, settings.workspace, environments)
    releases = tuple(Release(*each) for each in settings.releases)
    rendering = Rendering(settings.helm_values, settings.helm_namespace, settings.helm_release, releases)
    graph, selection = load_paths(paths, options, advance, settings.source, rendering, workloads_of(settings))
    return with_defaults(graph, rules.defaults_for), selection


def _is_judged(resource: Resource, settings: Settings) -> bool:
    return not settings.changes_only or resource.action in (None, "create", "update", "replace")


def problems_of(graph: ResourceGraph, selection: PathSelection) -> list[Problem]:
    """The problems of a graph that concern what was asked for, in order."""
    return sorted((each for each in graph.problems if selection.concerns(each)), key=problem_key)
