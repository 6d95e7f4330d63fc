"""Places of which only one is in a cluster at a time: overlays for two environments, two releases of one chart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeAlias

from scanner.model.origins import Origin

Branch: TypeAlias = tuple[tuple[str, str], ...]
"""Where an origin lies among alternatives: each directory that has some, and which of them it is in."""

_Way: TypeAlias = tuple[str, ...]
"""Directories from the outermost down to one, then what is its own, then its environment."""

_OWN = "\0"


class Alternatives:
    """Which origins declare the same workload, and so cannot be in one cluster.

    Where two directories do, what they lie in is apart as well, from where their paths part: with `dev/apps` and
    `prod/apps` also `dev/policies` and `prod/apps`.
    """

    __slots__ = ("_branches", "_groups", "_known")

    def __init__(self, declared: Iterable[tuple[Hashable, Origin]] = ()) -> None:
        """`declared` are workloads, each with what makes it the same object as another, and where it comes from."""
        self._groups: dict[str, list[frozenset[str]]] = {}
        self._branches: dict[tuple[str, str | None], Branch] = {}
        self._known: dict[tuple[Branch, Branch], bool] = {}
        places: dict[Hashable, set[tuple[str, str | None]]] = {}
        for identity, origin in declared:
            places.setdefault(identity, set()).add(origin.unit)
        for units in {frozenset(units) for units in places.values() if len(units) > 1}:
            self._part([_way(*unit) for unit in units])

    def _part(self, ways: Sequence[_Way]) -> None:
        """Takes in where the ways to one workload part."""
        waiting = [(0, ways)]
        while waiting:
            depth, alike = waiting.pop()
            further: dict[str, list[_Way]] = {}
            for way in alike:
                further.setdefault(way[depth], []).append(way)
            if len(further) > 1:
                groups = self._groups.setdefault("/".join(alike[0][:depth]), [])
                group = frozenset(further)
                if group not in groups:
                    groups.append(group)
            waiting += [(depth + 1, part) for part in further.values() if len(part) > 1]

    def __bool__(self) -> bool:
        return bool(self._groups)

    def branch(self, origin: Origin) -> Branch:
        """Where an origin lies among alternatives; empty for one that goes with any of them."""
        if not self._groups:
            return ()
        unit = origin.unit
        found = self._branches.get(unit)
        if found is None:
            way = _way(*unit)
            steps = [("/".join(way[:at]), way[at]) for at in range(len(way))]
            found = tuple(step for step in steps if any(step[1] in group for group in self._groups.get(step[0], ())))
            self._branches[unit] = found
        return found

    def are_apart(self, one: Branch, other: Branch) -> bool:
        """Whether nothing of the one is in a cluster together with what is of the other."""
        if one == other or not one or not other:
            return False
        found = self._known.get((one, other))
        if found is None:
            ways = dict(other)
            parting = next(((at, step) for at, step in one if ways.get(at, step) != step), None)
            found = parting is not None and any(
                parting[1] in group and ways[parting[0]] in group for group in self._groups[parting[0]]
            )
            self._known[one, other] = found
        return found


def _way(root: str, environment: str | None) -> _Way:
    steps = () if root == "." else tuple(root.split("/"))
    return (*steps, _OWN, f"{_OWN}{environment}")
