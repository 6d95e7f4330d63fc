"""From verdicts to findings: each gets its identity, and those that the code asks to ignore are marked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph
from scanner.model.verdicts import Finding, Verdict
from scanner.triage.fingerprints import fingerprints
from scanner.triage.hints import may_hold_directives
from scanner.triage.rule_names import RuleNames


def triage(
    verdicts: Sequence[Verdict],
    graph: ResourceGraph,
    names: Callable[[], RuleNames],
    *,
    inline_ignores: bool = True,
    judged: Collection[str] | None = None,
    today: str = "",
) -> tuple[list[Finding], list[Problem]]:
    """One finding a verdict, in their order, and problems with directives. See `apply_ignores` for the arguments."""
    identities = fingerprints(verdicts)
    findings = [Finding(verdict, identity) for verdict, identity in zip(verdicts, identities, strict=True)]
    if not may_hold_directives(graph):
        return findings, []
    from scanner.triage.inline_ignores import apply_ignores

    return apply_ignores(findings, graph, names, enabled=inline_ignores, judged=judged, today=today)
