"""Places that are not in a cluster together: overlays for two environments, two releases of one chart, and what is sent
to two clusters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TypeAlias

from scanner.model.origins import Origin

Branch: TypeAlias = tuple[tuple[str, str], ...]
"""Where an origin lies among alternatives: each directory that has some, and which of them it is in. What leads to its
cluster stands before these."""

_Way: TypeAlias = tuple[str, ...]
"""Directories from the outermost down to one, then what is its own, then its environment."""

Unit: TypeAlias = tuple[str, str | None]
"""See `Origin.unit`."""
Cluster: TypeAlias = tuple[str, str]
"""What clusters are told apart by, such as their address, and which one that is."""
_Groups: TypeAlias = dict[str, dict[str, frozenset[str]]]
"""By the directory where ways part, and a step from there: the steps that it is apart from, and itself."""

_OWN = "\0"
_CLUSTER = "\0cluster by "


class Alternatives:
    """Which origins declare the same workload, and so cannot be in one namespace of one cluster.

    Where two directories do, what they lie in is apart as well, from where their paths part: with `dev/apps` and
    `prod/apps` also `dev/policies` and `prod/apps`.
    """

    __slots__ = ("_apart", "_branches", "_clusters", "_fixed", "_owned", "_places", "_sure", "unsure")

    def __init__(
        self,
        declared: Iterable[tuple[Hashable, Origin]] = (),
        fixed: Iterable[tuple[Hashable, Origin]] | None = None,
        clusters: Mapping[Unit, Cluster] | None = None,
    ) -> None:
        """`declared` are workloads, each with what makes it the same object as another, and where it comes from.

        `fixed` are those objects, workloads or not, that have no namespace or one that is known; all where it is None.
        `clusters` are those that are known.
        """
        self._clusters = {} if clusters is None else _told_apart(clusters)
        self._fixed: dict[Hashable, set[Unit]] = {}
        self._branches: dict[Unit, Branch] = {}
        self._owned: dict[tuple[Hashable, Branch], bool] = {}
        self._places: dict[Hashable, set[Branch]] = {}
        self.unsure = False
        """Whether some that are apart may be two namespaces of one cluster."""
        places: dict[Hashable, set[Unit]] = {}
        for identity, origin in declared:
            places.setdefault(identity, set()).add(origin.unit)
        twice = {identity: frozenset(units) for identity, units in places.items() if len(units) > 1}
        self._apart = self._sure = _groups(twice.values())
        if not twice or fixed is None:
            return
        for identity, origin in fixed:
            self._fixed.setdefault(identity, set()).add(origin.unit)
        self._sure = _groups(units & self._fixed.get(identity, set()) for identity, units in twice.items())
        self.unsure = self._sure != self._apart

    def __bool__(self) -> bool:
        return bool(self._apart or self._clusters)

    def branch(self, origin: Origin) -> Branch:
        """Where an origin lies among alternatives; empty for one that goes with any of them."""
        return self._branch(origin.unit) if self else ()

    def _branch(self, unit: Unit) -> Branch:
        found = self._branches.get(unit)
        if found is None:
            way = _way(*unit)
            steps = [("/".join(way[:at]), way[at]) for at in range(len(way))]
            among = (step for step in steps if step[1] in self._apart.get(step[0], ()))
            cluster = self._clusters.get(unit)
            found = self._branches[unit] = (*(() if cluster is None else (cluster,)), *among)
        return found

    def are_apart(self, one: Branch, other: Branch) -> bool:
        """Whether nothing of the one is in a namespace of a cluster together with what is of the other."""
        return one is not other and self._part(one, other, self._apart)

    @staticmethod
    def _part(one: Branch, other: Branch, groups: _Groups) -> bool:
        """Whether two part, going by these groups: the first directory where they do decides."""
        for at, step in one:
            for same, there in other:
                if same == at:
                    if there != step:
                        return at.startswith(_CLUSTER) or there in groups.get(at, {}).get(step, ())
                    break
        return False

    def is_fixed(self, identity: Hashable, origin: Origin) -> bool:
        """Whether an object is among those whose namespace is known, where some alternatives are `unsure`."""
        return origin.unit in self._fixed.get(identity, ())

    def may_bear_on(self, identity: Hashable, origin: Origin, there: Branch) -> bool:
        """Whether an object may bear on what lies `there` though the two are apart.

        Nothing says of the two that they are not namespaces of one cluster: then what has no namespace, or says which,
        is beside both. Where both declare it, each has its own.
        """
        if not self.unsure or not self.is_fixed(identity, origin) or self._is_owned(identity, there):
            return False
        here = self.branch(origin)
        return self.are_apart(here, there) and not self._part(here, there, self._sure)

    def _is_owned(self, identity: Hashable, there: Branch) -> bool:
        """Whether an object is declared by what lies `there`, or goes with that."""
        branches = self._places.get(identity)
        if branches is None:
            branches = self._places[identity] = {self._branch(unit) for unit in self._fixed[identity]}
        if there in branches:
            return True
        key = identity, there
        if key not in self._owned:
            self._owned[key] = any(not self.are_apart(there, branch) for branch in branches)
        return self._owned[key]


def _told_apart(clusters: Mapping[Unit, Cluster]) -> dict[Unit, Cluster]:
    """The clusters of which there are several, as steps of branches."""
    ways = Counter(by for by, _ in set(clusters.values()))
    return {unit: (f"{_CLUSTER}{by}", name) for unit, (by, name) in clusters.items() if ways[by] > 1}


def _groups(same: Iterable[frozenset[Unit]]) -> _Groups:
    """Where the ways to what is the same part."""
    found: _Groups = {}
    for units in {units for units in same if len(units) > 1}:
        waiting = [(0, [_way(*unit) for unit in units])]
        while waiting:
            depth, alike = waiting.pop()
            further: dict[str, list[_Way]] = {}
            for way in alike:
                further.setdefault(way[depth], []).append(way)
            if len(further) > 1:
                steps = found.setdefault("/".join(alike[0][:depth]), {})
                group = frozenset(further)
                wider: dict[frozenset[str], frozenset[str]] = {}  # one for all steps that had the same
                for step in group:
                    known = steps.get(step, group)
                    if known not in wider:
                        wider[known] = group if known <= group else known | group
                    steps[step] = wider[known]
            waiting += [(depth + 1, part) for part in further.values() if len(part) > 1]
    return found


def _way(root: str, environment: str | None) -> _Way:
    steps = () if root == "." else tuple(root.split("/"))
    return (*steps, _OWN, f"{_OWN}{environment}")
