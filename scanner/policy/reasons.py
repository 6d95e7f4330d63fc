"""Where a verdict points, and the values that decided it."""

from __future__ import annotations

from scanner.model.places import Place
from scanner.model.values import Unknown
from scanner.model.verdicts import Outcome, Reason
from scanner.policy.compiled import CompiledRule, Read
from scanner.policy.paths import ABSENT, expand
from scanner.policy.scopes import Scope

REASON_LIMIT = 16
"""Most values that one verdict names."""
_ITEMS_SHOWN = 4


def focus(rule: CompiledRule, scope: Scope, outcome: Outcome) -> Place:
    """The place to point at: the focus of the rule or what its check reads, otherwise the resource's heading."""
    candidates = [read for given in rule.focus or rule.reads for read in _expanded(given, scope, 1)]
    candidates = [read for read in candidates if read[0] != "meta"]
    chosen = _choose(candidates, scope, outcome)
    place = None if chosen is None else scope.place(chosen)
    if place is None and rule.each:
        items = [(each.name, ()) for each in reversed(rule.each) if each.name in scope.roots]
        place = next(filter(None, map(scope.place, [*items, *rule.each[0].reads])), None)
    return place or scope.resource.place


def _choose(candidates: list[Read], scope: Scope, outcome: Outcome) -> Read | None:
    found = [(read, scope.find(read).value) for read in candidates]
    if outcome == "unknown":
        for read, value in found:
            if isinstance(value, Unknown):
                return read
    for read, value in found:
        if value is not ABSENT and scope.place(read) is not None:
            return read
    return candidates[0] if candidates else None


def because(rule: CompiledRule, scope: Scope, outcome: Outcome) -> tuple[Reason, ...]:
    """The values that decided a verdict, each once; those that are not written and have no default are left out."""
    reads: dict[Read, None] = {}
    listed = rule.reads or tuple(read for each in rule.each for read in each.reads)
    for given in listed:
        for read in _expanded(given, scope, _ITEMS_SHOWN):
            reads[read] = None
    reasons: dict[str, Reason] = {}
    for read in reads:
        if any(other != read and other[0] == read[0] and other[1][: len(read[1])] == read[1] for other in reads):
            continue
        reason = _reason(read, scope)
        if reason is not None and reason.path not in reasons:
            reasons[reason.path] = reason
    ordered = list(reasons.values())
    if outcome == "unknown":
        ordered.sort(key=lambda reason: not isinstance(reason.value, Unknown))
    return tuple(ordered[:REASON_LIMIT])


def _reason(read: Read, scope: Scope) -> Reason | None:
    found = scope.find(read)
    if found.value is ABSENT or found.value is None:
        return None
    explain = scope.resource.explain
    provenance = explain(found.path) if explain is not None and found.path is not None else ()
    return Reason(found.text, found.value, scope.written_at(read), provenance)


def _expanded(read: Read, scope: Scope, limit: int) -> list[Read]:
    """The reads that one with `*` stands for, a few of them; nothing for names that are not bound."""
    name, path = read
    root = scope.roots.get(name)
    if root is None:
        return []
    return [(name, found) for found in expand(root.value, path, limit)]
