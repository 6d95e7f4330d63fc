"""What rules say of an object as it is declared, beside what they say of it as it is live."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from scanner.drift.identity import reference_to
from scanner.drift.values import compared_at
from scanner.inputs.cluster.filled import is_filled
from scanner.model.drift import ComparedValue, FieldDrift, RuleDrift
from scanner.model.resources import Resource
from scanner.model.secrets import Redacted
from scanner.model.values import Path, Unknown
from scanner.model.verdicts import Outcome, Verdict
from scanner.policy.paths import parse_path

Sort: TypeAlias = Literal["worse", "better", "undecided"]

_MOST_VALUES = 10


def rule_drift(
    declared: Resource,
    live: Resource,
    said: Sequence[Verdict],
    said_live: Sequence[Verdict],
    fields: Sequence[FieldDrift],
) -> list[tuple[Sort, RuleDrift]]:
    """Where the rules come to something else, item by item, in the order of rules and items."""
    first = {(each.rule.id, each.item): each for each in said}
    second = {(each.rule.id, each.item): each for each in said_live}
    open_here, open_there = _undecided_rules(said), _undecided_rules(said_live)
    found: list[tuple[Sort, RuleDrift]] = []
    for key in sorted({*first, *second}, key=lambda key: (key[0], key[1] or "")):
        one, other = first.get(key), second.get(key)
        outcome = one.outcome if one else "unknown" if key[0] in open_here else None
        outcome_live = other.outcome if other else "unknown" if key[0] in open_there else None
        sort = _sort(outcome, outcome_live)
        if sort is None:
            continue
        speaks = one if sort == "better" or other is None or (other.outcome == "pass" and one) else other
        assert speaks is not None
        values = _values(declared, live, speaks, fields, other)
        refs = reference_to(declared), reference_to(live)
        message = speaks.message
        found.append((sort, RuleDrift(speaks.rule, *refs, key[1], outcome, outcome_live, message, values)))
    return found


def _undecided_rules(said: Sequence[Verdict]) -> frozenset[str]:
    """Rules of which it is not known what items they judge, or whether they judge at all."""
    return frozenset(each.rule.id for each in said if each.outcome == "unknown" and each.item is None)


def _sort(declared: Outcome | None, live: Outcome | None) -> Sort | None:
    """What a change from the one to the other comes to; None for a rule that has nothing to judge on both sides."""
    if live == "fail" and declared in ("pass", None):
        return "worse"
    if declared == "fail" and live in ("pass", None):
        return "better"
    open_now = live == "unknown" and declared in ("pass", "fail")
    return "undecided" if open_now or (declared, live) == ("unknown", "fail") else None


def _values(
    declared: Resource, live: Resource, speaks: Verdict, fields: Sequence[FieldDrift], other: Verdict | None
) -> tuple[ComparedValue, ...]:
    """The values behind it: fields that the rule reads and that differ, then what it says decided it."""
    found: dict[str, ComparedValue] = {}
    for each in fields:
        is_whole = speaks.item is not None and each.value.path.endswith(speaks.item)
        if speaks.rule.id in each.rules and not is_whole and _concerns(each.value.path, speaks.item):
            found[each.value.path] = each.value
    for reason in other.because if other is not None and other.outcome != "pass" else ():
        try:
            way = parse_path(reason.path)
        except ValueError:
            continue
        value = compared_at(declared, live, way, isinstance(reason.value, Redacted))
        if value is not None and _differs(value, live.kind, way):
            found.setdefault(value.path, value)
    return tuple(list(found.values())[:_MOST_VALUES])


def _differs(value: ComparedValue, kind: str, way: Path) -> bool:
    """Whether the two sides say different things, what is filled in left out."""
    if value.declared is None:
        return not is_filled(kind, tuple("*" if isinstance(step, int) else step for step in way), value.live, True)
    return isinstance(value.declared, Unknown) or isinstance(value.live, Redacted) or value.declared != value.live


def _concerns(path: str, item: str | None) -> bool:
    """Whether a field may matter to an item: it lies in it, or in no other one of its list."""
    return item is None or item in path or f"{item.partition('[')[0]}[" not in path
