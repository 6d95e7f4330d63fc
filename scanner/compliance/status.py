"""What the evidence says of each control, worst first, with the counts behind it and never a bare percentage.

A control is never green because nothing was looked at: without a verdict that bears on it directly it is
`no-evidence`, and a manual control is always `manual`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from scanner.compliance.mapping import Mapping as RuleMapping
from scanner.model.frameworks import Control, Framework
from scanner.model.verdicts import Finding

Status: TypeAlias = Literal[
    "fail",
    "unknown",
    "pass-with-waivers",
    "pass",
    "partial",
    "no-evidence",
    "manual",
    "inherited",
    "not-applicable",
]

STATUSES: tuple[Status, ...] = (
    "fail",
    "unknown",
    "pass-with-waivers",
    "pass",
    "partial",
    "no-evidence",
    "manual",
    "inherited",
    "not-applicable",
)
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Verdicts of one rule, or of all rules of one control."""

    passed: int = 0
    """Looked at and in order."""
    failed: int = 0
    """Looked at and at fault, and nobody has accepted it. What a baseline already knew counts here too."""
    unknown: int = 0
    """In scope, but it could not be settled."""
    waived: int = 0
    """At fault or unsettled, and accepted by a waiver."""
    ignored: int = 0
    """At fault or unsettled, and ignored by a directive in the code."""

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.unknown + other.unknown,
            self.waived + other.waived,
            self.ignored + other.ignored,
        )


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the organisation says of a control that configuration cannot show."""

    status: Literal["inherited", "not-applicable"]
    """Met by a provider, or outside the scope."""
    reason: str
    """Why; printed with the status."""


@dataclass(frozen=True, slots=True)
class ControlStatus:
    """One control with its status and population."""

    control: Control
    """The control."""
    status: Status
    """What the evidence says."""
    in_scope: int
    """Verdicts of rules that bear on it directly, settled or not."""
    evaluated: int
    """Those that were settled: passed, failed or accepted."""
    failed: int
    """Those at fault."""
    waived: int
    """Those accepted by a waiver or ignored in the code; never counted as passes."""
    unknown: int
    """Those that could not be settled."""
    reason: str = ""
    """Why it is declared inherited or not applicable."""


def count_findings(findings: Iterable[Finding], passes: Mapping[str, int] | None = None) -> dict[str, Counts]:
    """Counts by rule id. `passes` gives the passes that were not kept as findings."""
    counts = {rule: Counts(passed=number) for rule, number in (passes or {}).items() if number > 0}
    for finding in findings:
        rule = finding.verdict.rule.id
        counts[rule] = counts.get(rule, Counts()) + _count(finding)
    return counts


def control_status(
    framework: Framework,
    mapping: RuleMapping,
    counts: Mapping[str, Counts],
    declared: Mapping[str, Declaration] | None = None,
) -> list[ControlStatus]:
    """The status of every control of the framework, in its order.

    `counts` are by rule id; rules that did not run are simply absent. `declared` is by control id.
    """
    sums: dict[str, Counts] = {}
    for rule, number in counts.items():
        for control in mapping.controls_of(rule).get(framework.id, ()):
            sums[control] = sums.get(control, Counts()) + number
    said = declared or {}
    return [_status(each, sums.get(each.id, Counts()), said.get(each.id)) for each in framework.controls]


def _status(control: Control, counts: Counts, declared: Declaration | None) -> ControlStatus:
    accepted = counts.waived + counts.ignored
    evaluated = counts.passed + counts.failed + accepted
    found = ControlStatus(
        control=control,
        status=_judge(control, counts),
        in_scope=evaluated + counts.unknown,
        evaluated=evaluated,
        failed=counts.failed,
        waived=accepted,
        unknown=counts.unknown,
    )
    if declared is None:
        return found
    # A fault in what we can see is not excused by what a provider takes care of.
    if declared.status == "inherited" and found.status in ("fail", "unknown", "pass-with-waivers"):
        return found
    return replace(found, status=declared.status, reason=declared.reason)


def _judge(control: Control, counts: Counts) -> Status:
    if control.assessment == "manual":
        return "manual"
    if counts.failed:
        return "fail"
    if counts.unknown:
        return "unknown"
    if counts.waived or counts.ignored:
        return "pass-with-waivers"
    if not counts.passed:
        return "no-evidence"
    return "partial" if control.assessment == "partial" else "pass"


def _count(finding: Finding) -> Counts:
    outcome, status = finding.verdict.outcome, finding.status
    if outcome == "pass":
        return Counts(passed=1)
    if status == "waived":
        return Counts(waived=1)
    if status == "ignored":
        return Counts(ignored=1)
    return Counts(failed=1) if outcome == "fail" else Counts(unknown=1)
