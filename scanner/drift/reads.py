"""Which rules read what of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.inputs.cluster.filled import Pattern
from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, Workload, Workloads
from scanner.model.resources import Resource
from scanner.policy.compiled import CompiledRule, Read
from scanner.policy.rulesets import RuleSet

Interests = list[tuple[Pattern, str, bool]]
"""Paths that are read, the ids of the rules that do, and whether all that lies below is too. Of items that rules run
over it is what they name, and whether they are there."""

_LISTS = {**{name: (name,) for name in CONTAINER_LISTS}, "allContainers": CONTAINER_LISTS}


class Readers:
    """What the selected rules read, by type."""

    def __init__(self, rules: RuleSet, workloads: Workloads) -> None:
        self._rules = rules
        self._workloads = workloads
        self._known: dict[str, Interests] = {}
        self._secrets: dict[str, tuple[Pattern, ...]] = {}

    def of(self, resource: Resource) -> Interests:
        """What the conditions of rules about a resource read, those about its pod included."""
        found = self._known.get(resource.type)
        if found is None:
            pod = self._workloads.find(resource.kind, resource.attributes)
            each = {item for rule in self._rules.for_type(resource.type) for item in _patterns(rule, pod)}
            found = self._known[resource.type] = sorted(each)
        return found

    def hides(self, resource: Resource, path: Pattern) -> bool:
        """Whether a rule about a resource says that what lies at a path, or something in it, is secret."""
        found = self._secrets.get(resource.type)
        if found is None:
            pod = self._workloads.find(resource.kind, resource.attributes)
            every = (each for rule in self._rules.for_type(resource.type) for each in _secret(rule, pod))
            found = self._secrets[resource.type] = tuple(dict.fromkeys(every))
        return any(_meet(each, path) for each in found)


def readers_of(pattern: Pattern, halfway: int | None, interests: Interests) -> tuple[int, tuple[str, ...]]:
    """Which rules read what lies at a path, and how much of the path to report; the path's length without any.

    Where one side ends on the way (after `halfway` steps), what rules read as a whole from there on is told as a whole.
    """
    length = len(pattern)
    rules: set[str] = set()
    for path, rule, whole in interests:
        if not _meet(path, pattern):
            continue
        ends_here = halfway is not None and halfway <= len(path)
        if whole or ends_here or len(path) > len(pattern):
            rules.add(rule)
            if ends_here and len(path) < length:
                length = len(path)
    return length, tuple(sorted(rules))


def _meet(one: Pattern, other: Pattern) -> bool:
    """Whether two paths are the same as far as both go."""
    return all(a == b or "*" in (a, b) for a, b in zip(one, other, strict=False))


def _patterns(rule: CompiledRule, pod: Workload | None) -> Iterator[tuple[Pattern, str, bool]]:
    if rule.pods and pod is None:
        return
    names = _items(rule, pod)
    for paths in names.values():
        for path in paths:
            yield path, rule.rule.id, False
    for read in rule.reads:
        for path in _paths(read, pod, names):
            yield path, rule.rule.id, True


def _secret(rule: CompiledRule, pod: Workload | None) -> Iterator[Pattern]:
    names = _items(rule, pod)
    for read in rule.sensitive:
        yield from _paths(read, pod, names)


def _items(rule: CompiledRule, pod: Workload | None) -> dict[str, list[Pattern]]:
    """The paths of the items that a rule runs over, by their names."""
    names: dict[str, list[Pattern]] = {}
    for each in rule.each:
        names[each.name] = [(*path, "*") for read in each.reads for path in _paths(read, pod, names)]
    return names


def _paths(read: Read, pod: Workload | None, names: dict[str, list[Pattern]]) -> Iterable[Pattern]:
    name, path = read
    rest = tuple("*" if isinstance(step, int) else step for step in path)
    if name == "resource":
        return [rest] if rest else []
    if name == "meta":
        return [("metadata", *rest)] if rest[:1] == ("labels",) else []
    if name == "pod":
        return _in_pod(rest, pod)
    return [(*base, *rest) for base in names.get(name, ())]


def _in_pod(rest: Pattern, pod: Workload | None) -> list[Pattern]:
    if pod is None or not rest:
        return []
    if rest[0] == "spec":
        return [(*pod.spec, *rest[1:])]
    if rest[0] == "metadata":
        return [(*pod.template, *rest)] if pod.template != pod.spec else []
    return [(*pod.spec, name, *rest[1:]) for name in _LISTS.get(rest[0], ())]
