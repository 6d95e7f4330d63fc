"""What the evidence says of each control, worst first, with the counts behind it and never a bare percentage.

A control is never green because nothing was looked at: without a verdict that bears on it directly it is
`no-evidence`, and a manual control is always `manual`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from scanner.compliance.mapping import Mapping as RuleMapping
from scanner.model.frameworks import Control, Framework
from scanner.model.report import ControlState, ControlStatus
from scanner.model.verdicts import Finding, Outcome

_WORSE_THAN_PASS: tuple[ControlState, ...] = ("fail", "unknown", "pass-with-waivers")


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


def count_findings(
    findings: Iterable[Finding], totals: Mapping[str, Mapping[Outcome, int]] | None = None
) -> dict[str, Counts]:
    """Counts by rule id.

    `totals` (rule id to outcome to number) is every verdict there was, and wins where findings of some outcome were
    not kept: what is not among the findings was neither waived nor ignored. Without it the findings are all there is.
    """
    counts: dict[str, Counts] = {}
    accepted: dict[tuple[str, Outcome], int] = {}
    for finding in findings:
        rule, outcome = finding.verdict.rule.id, finding.verdict.outcome
        counts[rule] = counts.get(rule, Counts()) + _count(finding)
        if outcome != "pass" and finding.status in ("waived", "ignored"):
            accepted[rule, outcome] = accepted.get((rule, outcome), 0) + 1
    for rule, total in (totals or {}).items():
        found = counts.get(rule, Counts())
        counts[rule] = replace(
            found,
            passed=max(found.passed, total.get("pass", 0)),
            failed=max(found.failed, total.get("fail", 0) - accepted.get((rule, "fail"), 0)),
            unknown=max(found.unknown, total.get("unknown", 0) - accepted.get((rule, "unknown"), 0)),
        )
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
    status = _judge(control, counts)
    # A fault in what we can see is not excused by what a provider takes care of.
    stands = declared is not None and declared.status == "inherited" and status in _WORSE_THAN_PASS
    return ControlStatus(
        control=control.id,
        status=status if declared is None or stands else declared.status,
        in_scope=evaluated + counts.unknown,
        evaluated=evaluated,
        failed=counts.failed,
        waived=accepted,
        unknown=counts.unknown,
    )


def _judge(control: Control, counts: Counts) -> ControlState:
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
