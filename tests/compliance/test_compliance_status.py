"""What the evidence says of a control."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from compliance_builders import THEMES, control, finding, framework, rule
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.compliance.mapping import compile_mapping
from scanner.compliance.status import Counts, Declaration, control_status, count_findings
from scanner.model.frameworks import Assessment
from scanner.model.report import ControlState, ControlStatus
from scanner.model.verdicts import Finding, Outcome, Status

STATES = get_args(ControlState)
CATALOGUE = framework(
    control("CC1.1", (THEMES[0],), (THEMES[1],)),
    control("CC1.2", (THEMES[0],), assessment="partial"),
    control("CC1.3", (), (THEMES[0],), assessment="manual"),
)
MAPPING = compile_mapping([CATALOGUE], [rule("a"), rule("b"), rule("context", THEMES[1])])


def statuses(counts: dict[str, Counts], declared: dict[str, Declaration] | None = None) -> list[ControlStatus]:
    return control_status(CATALOGUE, MAPPING, counts, declared)


def status_of(counts: dict[str, Counts], declared: dict[str, Declaration] | None = None) -> list[str]:
    return [each.status for each in statuses(counts, declared)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, ["no-evidence", "no-evidence", "manual"]),
        ({"a": Counts()}, ["no-evidence", "no-evidence", "manual"]),
        ({"context": Counts(failed=3, passed=1)}, ["no-evidence", "no-evidence", "manual"]),
        ({"a": Counts(passed=1)}, ["pass", "partial", "manual"]),
        ({"a": Counts(passed=1), "b": Counts(passed=2)}, ["pass", "partial", "manual"]),
        ({"a": Counts(passed=9), "b": Counts(failed=1)}, ["fail", "fail", "manual"]),
        ({"a": Counts(passed=9, unknown=1)}, ["unknown", "unknown", "manual"]),
        ({"a": Counts(unknown=1), "b": Counts(failed=1)}, ["fail", "fail", "manual"]),
        ({"a": Counts(passed=9, waived=1)}, ["pass-with-waivers", "pass-with-waivers", "manual"]),
        ({"a": Counts(passed=9, ignored=1)}, ["pass-with-waivers", "pass-with-waivers", "manual"]),
        ({"a": Counts(waived=1, unknown=1)}, ["unknown", "unknown", "manual"]),
        ({"nobody-knows": Counts(failed=1)}, ["no-evidence", "no-evidence", "manual"]),
    ],
)
def test_worst_first(counts: dict[str, Counts], expected: list[str]) -> None:
    assert status_of(counts) == expected


def test_population() -> None:
    found = statuses({"a": Counts(passed=4, failed=1, waived=2), "b": Counts(unknown=3, ignored=1)})[0]
    assert (found.in_scope, found.evaluated, found.failed, found.waived, found.unknown) == (11, 8, 1, 3, 3)


NA = Declaration("not-applicable", "no such data")
INHERITED = Declaration("inherited", "the provider's")


@pytest.mark.parametrize(
    ("counts", "declared", "expected"),
    [
        ({}, NA, "not-applicable"),
        ({"a": Counts(failed=1)}, NA, "not-applicable"),
        ({}, INHERITED, "inherited"),
        ({"a": Counts(passed=1)}, INHERITED, "inherited"),
        ({"a": Counts(failed=1)}, INHERITED, "fail"),
        ({"a": Counts(unknown=1)}, INHERITED, "unknown"),
    ],
)
def test_what_is_declared(counts: dict[str, Counts], declared: Declaration, expected: str) -> None:
    assert status_of(counts, {"CC1.1": declared})[0] == expected
    assert status_of(counts, {"CC1.1": declared})[1] == status_of(counts)[1]


NUMBERS = st.integers(0, 3)
COUNTS = st.builds(Counts, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
BY_RULE = st.dictionaries(st.sampled_from(["a", "b", "context", "else"]), COUNTS)


@settings(max_examples=200, deadline=None)
@given(BY_RULE)
def test_never_green_with_nothing_looked_at(counts: dict[str, Counts]) -> None:
    for each in statuses(counts):
        if each.status in ("pass", "partial", "pass-with-waivers"):
            assert each.evaluated > 0 and each.failed == 0 and each.unknown == 0
        if each.status in ("pass", "partial"):
            assert each.waived == 0
        assert each.in_scope == each.evaluated + each.unknown
    assert statuses(counts)[2].status == "manual"


@settings(max_examples=200, deadline=None)
@given(BY_RULE, st.sampled_from(["a", "b"]), st.integers(1, 50))
def test_passes_hide_nothing(counts: dict[str, Counts], name: str, number: int) -> None:
    before = statuses(counts)
    after = statuses({**counts, name: counts.get(name, Counts()) + Counts(passed=number)})
    for old, new in zip(before, after, strict=True):
        assert (new.failed, new.unknown, new.waived) == (old.failed, old.unknown, old.waived)
        if old.status in ("fail", "unknown", "pass-with-waivers", "manual"):
            assert new.status == old.status


@settings(max_examples=200, deadline=None)
@given(BY_RULE, st.sampled_from(["a", "b"]), st.sampled_from(["failed", "unknown", "waived", "ignored"]))
def test_more_trouble_never_looks_better(counts: dict[str, Counts], name: str, what: str) -> None:
    before = statuses(counts)
    after = statuses({**counts, name: counts.get(name, Counts()) + Counts(**{what: 1})})
    rank = {state: index for index, state in enumerate(STATES)}
    for old, new in zip(before, after, strict=True):
        assert old.status == "manual" or rank[new.status] <= rank[old.status]


OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "unknown")
KINDS: tuple[tuple[Outcome, Status], ...] = tuple((o, s) for o in OUTCOMES for s in get_args(Status))
FINDINGS = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(KINDS)).map(lambda each: finding(each[0], *each[1]))
)


@settings(max_examples=100, deadline=None)
@given(FINDINGS)
def test_counts_do_not_depend_on_which_outcomes_were_kept(findings: list[Finding]) -> None:
    every = count_findings(findings)
    totals: dict[str, dict[Outcome, int]] = {}
    for each in findings:
        of_rule = totals.setdefault(each.verdict.rule.id, {})
        of_rule[each.verdict.outcome] = of_rule.get(each.verdict.outcome, 0) + 1
    assert count_findings(findings, totals) == every
    assert count_findings([each for each in findings if each.verdict.outcome != "pass"], totals) == every
    # Where even failures were not kept, they still count as what they are: not accepted.
    bare = count_findings([], totals)
    for name, counts in every.items():
        assert bare[name].failed + bare[name].unknown == (
            counts.failed + counts.unknown + counts.waived + counts.ignored
        )
        assert bare[name].passed == counts.passed


@pytest.mark.parametrize(
    ("outcome", "status", "field"),
    [
        ("pass", "open", "passed"),
        ("pass", "ignored", "passed"),
        ("fail", "open", "failed"),
        ("fail", "existing", "failed"),
        ("fail", "waived", "waived"),
        ("fail", "ignored", "ignored"),
        ("unknown", "open", "unknown"),
        ("unknown", "existing", "unknown"),
        ("unknown", "ignored", "ignored"),
    ],
)
def test_what_a_finding_counts_as(outcome: Outcome, status: Status, field: str) -> None:
    assert count_findings([finding("a", outcome, status)]) == {"a": replace(Counts(), **{field: 1})}


def test_every_assessment_is_decided() -> None:
    kinds: tuple[Assessment, ...] = get_args(Assessment)
    catalogue = framework(*(control(f"CC{n}.1", (THEMES[0],), assessment=kind) for n, kind in enumerate(kinds)))
    mapping = compile_mapping([catalogue], [rule("a")])
    found = control_status(catalogue, mapping, {"a": Counts(passed=1)})
    assert [each.status for each in found] == ["pass", "partial", "manual"]
