"""Where a verdict points, and the values that decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import islice
from typing import TypeAlias

from scanner.model.places import Place
from scanner.model.values import PartialList, Path, Unknown, Value
from scanner.model.verdicts import Outcome, Reason
from scanner.policy.compiled import CompiledRule, Read
from scanner.policy.culprits import Culprits, is_innocent
from scanner.policy.paths import ABSENT, Steps, expand
from scanner.policy.redaction import Redaction
from scanner.policy.scopes import Root, Scope

REASON_LIMIT = 16
"""Most values that one verdict names."""
_READ_LIMIT = 64
_ITEMS_SHOWN = 4
_ITEMS_SEARCHED = 16

Chooser: TypeAlias = Callable[[str, Path, Steps], Steps]
"""Picks items of a list or map from its name, path, and keys or indices."""


def focus(rule: CompiledRule, scope: Scope, outcome: Outcome, culprits: Culprits) -> Place:
    """The place to point at: the focus of the rule or what its check reads, otherwise the resource's heading."""
    listed: Iterable[Read] = rule.pointed
    if culprits:
        listed = [read for read in listed if not is_innocent(culprits, read)]
    place = None
    if outcome == "unknown":
        unknown = _first_unknown(rule, listed, scope)
        place = None if unknown is None else scope.place(unknown)
    if place is None:
        reads = _named(listed, scope) if rule.flat else _expanded(rule, listed, scope, _guilty_only(culprits, 1))
        place = _first_place(reads, scope)
    if place is None and rule.each:
        items: list[Read] = [(each.name, ()) for each in reversed(rule.each) if each.name in scope.roots]
        place = next(filter(None, map(scope.place, [*items, *rule.each[0].reads])), None)
    return place or scope.resource.place


def _first_place(reads: list[Read], scope: Scope) -> Place | None:
    """The place of the first value that is written; failing that, of a block around one that is not."""
    within = scope.resource.extent
    for read in reads:
        found = scope.find(read)
        if found.value is not ABSENT:
            place = scope.place_of(read, found, within)
            if place is not None:
                return place
    return next(filter(None, map(scope.place, reads)), None)


def _first_unknown(rule: CompiledRule, listed: Iterable[Read], scope: Scope) -> Read | None:
    found = _expanded(rule, listed, scope, lambda name, path, steps: steps[:_ITEMS_SEARCHED])
    return next((read for read in found if isinstance(scope.find(read).value, Unknown)), None)


def because(
    rule: CompiledRule, scope: Scope, outcome: Outcome, culprits: Culprits, redaction: Redaction | None = None
) -> tuple[Reason, ...]:
    """The values that decided a verdict, each once; those that are not written and have no default are left out."""
    listed: Iterable[Read] = rule.deciding
    if culprits:
        listed = [read for read in listed if not is_innocent(culprits, read)]
    if rule.flat:
        reads = _named(listed, scope)
        if len(reads) == 1 and outcome == "fail":
            only = _reason(reads[0], scope, redaction)
            return () if only is None else (only,)
    else:
        guilty = _guilty_only(culprits, _ITEMS_SHOWN)
        reads = _expanded(
            rule, listed, scope, lambda name, path, steps: guilty(name, path, steps) or steps[:_ITEMS_SHOWN]
        )
    ways = _ways(tuple(reads))
    if outcome == "unknown":  # what is not known of a list decides, and not the items that are
        reads = [*(way for way in ways if isinstance(scope.find(way).value, PartialList)), *reads]
    reasons: dict[str, Reason] = {}
    for read in reads:
        passed = len(reads) > 1 and read in ways and not isinstance(scope.find(read).value, PartialList)
        reason = None if passed else _reason(read, scope, redaction)
        if reason is not None:
            reasons.setdefault(reason.path, reason)
    ordered = list(reasons.values())
    if outcome == "unknown":
        ordered.sort(key=lambda reason: not isinstance(reason.value, Unknown))
    return tuple(ordered[:REASON_LIMIT])


@lru_cache(maxsize=4096)
def _ways(reads: tuple[Read, ...]) -> dict[Read, None]:
    """What lies on the way to these."""
    return {(name, path[:length]): None for name, path in reads for length in range(len(path))}


def _reason(read: Read, scope: Scope, redaction: Redaction | None) -> Reason | None:
    found = scope.find(read)
    if found.value is ABSENT or found.value is None:
        return None
    if redaction is not None:
        return _new_reason(read, found, scope, redaction.value(read))
    known = scope.known.reasons.get(found)
    if known is None:
        known = scope.known.reasons[found] = _new_reason(read, found, scope, found.value)
    return known


def _new_reason(read: Read, found: Root, scope: Scope, value: Value) -> Reason:
    explain = scope.resource.explain
    provenance = explain(found.path) if explain is not None and found.path is not None else ()
    return Reason(found.text, value, scope.place_of(read, found, None), provenance)


def _guilty_only(culprits: Culprits, limit: int) -> Chooser:
    """Chooses the guilty items; the only one there is; and none where nobody can tell."""

    def choose(name: str, path: Path, steps: Steps) -> Steps:
        guilty = culprits.get((name, path))
        if guilty is not None:
            return guilty[:limit]
        return steps if len(steps) == 1 else []

    return choose


def _named(listed: Iterable[Read], scope: Scope) -> list[Read]:
    """Those of reads without `*` whose names are bound."""
    roots = scope.roots
    return [read for read in listed if read[0] in roots][:_READ_LIMIT]


def _expanded(rule: CompiledRule, listed: Iterable[Read], scope: Scope, choose: Chooser) -> list[Read]:
    """The reads that those with `*` stand for, each once; nothing for names that are not bound."""
    if rule.flat:
        return _named(listed, scope)
    found: dict[Read, None] = {}
    for name, path in listed:
        root = scope.roots.get(name)
        if root is not None and "*" not in path:
            found[(name, path)] = None
        elif root is not None:
            paths = expand(root.value, path, partial(choose, name))
            found.update(((name, route), None) for route in islice(paths, _READ_LIMIT))
        if len(found) >= _READ_LIMIT:
            break
    return list(found)
