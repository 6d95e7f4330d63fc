"""The pipeline for drift: paths and a context in, a `DriftResult` out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scanner import __version__
from scanner.drift.comparison import Comparison
from scanner.drift.declared import declared_in
from scanner.drift.identity import kinds_of, own_namespace
from scanner.drift.live import read_live
from scanner.drift.scope import Scope
from scanner.inputs.cluster.connect import Target, find_targets
from scanner.inputs.cluster.limits import Limits
from scanner.inputs.cluster.needs import needed_kinds
from scanner.model.drift import DriftClass, DriftResult
from scanner.model.report import problem_key
from scanner.pipeline import (
    Advance,
    cluster_filters,
    given_policies,
    load,
    problems_of,
    select_rules,
    with_admission,
    workloads_of,
)
from scanner.policy.defaults import with_defaults
from scanner.settings import Settings, SettingsError

DEFAULT_FAIL_ON: tuple[DriftClass, ...] = ("compliance", "live-only", "fields")
"""Classes that make the exit code 1 unless others are named."""


def drift(
    paths: Sequence[str],
    settings: Settings,
    fail_on: tuple[DriftClass, ...] = DEFAULT_FAIL_ON,
    advance: Advance = lambda what: None,
) -> DriftResult:
    """Compares what code declares with what a cluster has.

    What cannot be read is a problem of the result. A keyboard interrupt ends the reading; what was read is compared.

    Raises:
        PackError, ComplianceError, SettingsError: rules, catalogues or settings are in error; nothing was asked.
        NoConnection: there is no such context, or no configuration at all.
    """
    rules, _ = select_rules(settings)
    filters = cluster_filters(settings)
    target = _target(settings)
    graph, selection = load(paths, settings, rules, advance)
    rules, of_policies = with_admission(rules, graph, settings, given_policies(settings))
    workloads = workloads_of(settings)
    declared = declared_in(graph, selection.holds, own_namespace(target))
    scope = Scope(filters, [*declared.by_key, *declared.ambiguous], rules.kubernetes_kinds())
    asked = kinds_of([*declared.by_key.values(), *(each for _, each in declared.vague)])
    kinds = needed_kinds(rules.kubernetes_kinds() | asked)
    limits = Limits(rate=settings.qps, silence_seconds=settings.request_timeout)
    live = read_live(target, kinds, scope.reading, declared.by_key, workloads, limits, advance)
    live.graph = with_defaults(live.graph, rules.defaults_for)
    advance("comparing")
    comparison = Comparison(graph, declared, live, scope, rules, workloads)
    result = comparison.result()
    problems = [*problems_of(graph, selection), *of_policies, *declared.problems(), *live.graph.problems]
    problems += [*comparison.problems, *comparison.unread()]
    result = replace(
        result,
        version=__version__,
        paths=tuple(paths),
        cluster=live.identity,
        namespaces=scope.shown,
        problems=tuple(sorted(dict.fromkeys(problems), key=problem_key)),
        sources=graph.sources,
        fail_on=fail_on,
    )
    return replace(result, exit_code=_exit_code(result))


def _target(settings: Settings) -> Target:
    """The one cluster that is compared with. Raises NoConnection."""
    targets = find_targets(settings.kubeconfig, settings.contexts, every=settings.all_contexts)
    if len(targets) > 1:
        raise SettingsError("context: code is compared with one cluster; name one context")
    return targets[0]


def _exit_code(result: DriftResult) -> int:
    """0 no drift that counts, 1 drift, 2 the job could not be done completely."""
    if result.incomplete:
        return 2
    return 1 if any(result.count(each) for each in result.fail_on) else 0
