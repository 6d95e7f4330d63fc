"""Which objects are compared: the namespaces and kinds that the code declares something in, or those asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from scanner.drift.identity import Key, key_of
from scanner.drift.left_out import SYSTEM_NAMESPACES, is_made_by_kubernetes
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.known import SAME_OBJECTS
from scanner.model.resources import Resource

_EVERYWHERE = "*"


class Scope:
    """What of the code and of the cluster is looked at."""

    def __init__(self, asked: Filters, declared: Iterable[Key], read_by_rules: Iterable[str]) -> None:
        """`asked` are the filters of the settings; `read_by_rules` kinds, some as `group/Kind`."""
        keys = [key for key in declared if self._compares(asked, key)]
        self._asked = asked
        self._kinds = {(key.group, key.kind) for key in keys}
        self._read = frozenset(read_by_rules)
        named = {key.namespace for key in keys} | {key.name for key in keys if key.kind == "Namespace"}
        self.namespaces = tuple(sorted(name for name in named if name and "*" not in name))
        """Where the code declares something."""

    @property
    def reading(self) -> Filters:
        """What is asked of the cluster. A namespace that the code alone knows is no mistake of whoever asks."""
        if self._asked.namespaces or not self.namespaces:
            return replace(self._asked, kinds=(), exclude_kinds=(), labels=())
        return replace(self._asked, namespaces=self.namespaces, kinds=(), exclude_kinds=(), labels=(), lenient=True)

    @property
    def shown(self) -> tuple[str, ...]:
        """The namespaces as a report names them."""
        return self._asked.namespaces or self.namespaces

    def compares(self, key: Key, resource: Resource) -> bool:
        """Whether a declared object is compared."""
        return self._compares(self._asked, key) and all(one.met_by(resource.labels) for one in self._asked.labels)

    def tells(self, live: Resource) -> bool:
        """Whether it is told that nothing declares a live object."""
        key = key_of(live)
        asked = self._asked
        if not (asked.takes_kind(key.kind) and all(one.met_by(live.labels) for one in asked.labels)):
            return False
        if not self._is_of_interest(key) or is_made_by_kubernetes(live):
            return False
        if key.namespace and key.kind != "Namespace":
            return self._is_inside(key.namespace)
        if (key.group, key.kind) not in self._kinds and key.kind not in asked.kinds:
            return False
        if key.kind == "Namespace":
            return self._is_inside(key.name)
        return not asked.namespaces or _EVERYWHERE in asked.namespaces

    def _is_of_interest(self, key: Key) -> bool:
        named = {key.kind, f"{key.group}/{key.kind}", "*"}
        named |= {
            f"{old}/{key.kind}" for (old, kind), new in SAME_OBJECTS.items() if (kind, new) == (key.kind, key.group)
        }
        return (key.group, key.kind) in self._kinds or not self._read.isdisjoint(named)

    def _is_inside(self, namespace: str) -> bool:
        if not self._asked.takes_namespace(namespace):
            return False
        patterns = [each for each in self._asked.namespaces if each != _EVERYWHERE]
        if namespace in SYSTEM_NAMESPACES:
            return any(fnmatchcase(namespace, pattern) for pattern in patterns)
        return bool(self._asked.namespaces) or namespace in self.namespaces

    @staticmethod
    def _compares(asked: Filters, key: Key) -> bool:
        if not asked.takes_kind(key.kind):
            return False
        inside = key.name if key.kind == "Namespace" else key.namespace
        if not inside:
            return not asked.namespaces or _EVERYWHERE in asked.namespaces
        return "*" in inside or asked.takes_namespace(inside)
