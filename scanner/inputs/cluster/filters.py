"""What of a cluster is judged. What is read for links stays whole: a filter must not hide a NetworkPolicy from a rule
that asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from scanner.inputs.cluster.labels import Requirement

_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Filters:
    """Objects that pass all of these are judged."""

    namespaces: tuple[str, ...] = ()
    """Patterns of namespaces, one of which must match; empty for all. With them, objects outside of namespaces are
    not judged, except the matching Namespaces themselves."""
    exclude_namespaces: tuple[str, ...] = ()
    """Patterns of namespaces that are left out."""
    kinds: tuple[str, ...] = ()
    """Kinds; empty for all."""
    exclude_kinds: tuple[str, ...] = ()
    """Kinds that are left out."""
    labels: tuple[Requirement, ...] = ()
    """Requirements of a label selector, see `parse_labels`."""
    secrets: bool = False
    """Whether Secrets are listed, their metadata alone."""
    lenient: bool = False
    """Whether a namespace that is asked for may be missing: code declares it, and the cluster has it not yet."""

    def named_namespaces(self) -> tuple[str, ...] | None:
        """The namespaces that are asked for, where they are all named without patterns."""
        if not self.namespaces or any(_GLOB & set(pattern) for pattern in self.namespaces):
            return None
        return tuple(dict.fromkeys(name for name in self.namespaces if self.takes_namespace(name)))

    def takes_namespace(self, namespace: str) -> bool:
        """Whether the objects of a namespace are judged."""
        if self.namespaces and not any(fnmatchcase(namespace, pattern) for pattern in self.namespaces):
            return False
        return not any(fnmatchcase(namespace, pattern) for pattern in self.exclude_namespaces)

    def unmatched(self, names: Iterable[str]) -> list[str]:
        """Patterns of `namespaces` that none of the cluster's namespaces matches: most likely misspelt."""
        if self.lenient:
            return []
        known = list(names)
        return [pattern for pattern in self.namespaces if not any(fnmatchcase(name, pattern) for name in known)]

    def takes_kind(self, kind: str) -> bool:
        """Whether the objects of a kind are judged."""
        return (not self.kinds or kind in self.kinds) and kind not in self.exclude_kinds

    def judges(self, kind: str, namespace: str | None, name: str, labels: Mapping[str, Any]) -> bool:
        """Whether an object is judged; one that is not is only there for links."""
        if not self.takes_kind(kind):
            return False
        inside = name if kind == "Namespace" else namespace
        if inside is None:
            if self.namespaces:
                return False
        elif not self.takes_namespace(inside):
            return False
        return all(one.met_by(labels) for one in self.labels)
