"""Links between the resources of a plan: by what expressions refer to, otherwise by the ids that values hold.

Names that providers document as such are `names`' to find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.inputs.terraform.names.facts import PROVIDERS
from scanner.inputs.terraform.plan.addresses import module_path
from scanner.inputs.terraform.plan.planned import Planned
from scanner.inputs.terraform.plan.references import Here, Resolver
from scanner.inputs.terraform.plan.written import Written
from scanner.model.resources import Link, Resource
from scanner.model.values import Value

_UNIQUE = ("id", "arn", "self_link")
_NAMES = (*_UNIQUE, "name", "bucket", "key_id")
"""Attributes that other resources name a resource by."""

_NO_LINKS = frozenset((*_UNIQUE, "name", "tags", "tags_all", "labels", "timeouts", "region", "location"))
MAX_LINKS = 300_000
"""Most links that one plan may have: resources that all refer to all others must not fill the memory."""

_MOST_STRINGS = 1000
_MOST_NAMESAKES = 50
"""A text that more resources have for a name, or for a part of one, names none of them."""

_MOST_WORDS = 12


class Made:
    """A resource with what it was made from."""

    __slots__ = ("here", "planned", "resource", "written")

    def __init__(self, planned: Planned, resource: Resource, written: Written | None, here: Here) -> None:
        self.planned = planned
        self.resource = resource
        self.written = written
        self.here = here


def links_of(made: list[Made], resolver: Resolver) -> list[Link]:
    """A `references` link for every resource that an argument of another leads to; `MAX_LINKS` of them at most."""
    resources = {each.planned: each.resource for each in made}
    by_value = _ByValue(resources)
    links: list[Link] = []
    for each in made:
        seen = {id(each.resource)}
        for target, name in _targets(each, resolver, by_value):
            if id(target) not in seen:
                seen.add(id(target))
                place = each.written.place(name) if each.written is not None else None
                links.append(Link(each.resource, target, "references", place))
                if len(links) == MAX_LINKS:
                    return links
    return links


def _targets(made: Made, resolver: Resolver, by_value: _ByValue) -> Iterator[tuple[Resource, str]]:
    written, attributes = made.written, made.resource.attributes
    if written is None:
        depends_on = made.planned.depends_on
        if by_value.in_state and not depends_on:
            return
        for name, value in attributes.items():
            if name not in _NO_LINKS:
                for target in by_value.named_in(value, _NAMES if depends_on else _UNIQUE, depends_on):
                    yield target, name
        return
    for name, mentions in written.referring():
        found = resolver.resolve(mentions, made.here)
        for planned in found.targets:
            yield by_value.resources[planned], name
        # A local value cannot be followed without its source, but what it came to is known.
        if found.open and name in attributes and name not in _NO_LINKS:
            names = _UNIQUE if made.resource.provider in PROVIDERS else _NAMES
            for target in by_value.named_in(attributes[name], names, ()):
                yield target, name


class _ByValue:
    """Resources by the texts that name them."""

    def __init__(self, resources: dict[Planned, Resource]) -> None:
        self.resources = resources
        self.in_state = any(planned.depends_on for planned in resources)
        """Whether resources say what they were made from, as they do in a state."""
        self._named: dict[str, list[tuple[str, Planned]]] | None = None

    def named_in(self, value: Value, attributes: tuple[str, ...], among: Iterable[str]) -> Iterator[Resource]:
        """Resources one of whose `attributes` is a text in `value`; `among` blocks (without keys) if any are given."""
        if self._named is None:
            self._named = self._index()
        blocks = set(among)
        for text in _strings(value):
            for name, planned in self._named.get(text, ()):
                if name in attributes and (not blocks or _block_of(planned) in blocks):
                    yield self.resources[planned]

    def _index(self) -> dict[str, list[tuple[str, Planned]]]:
        found: dict[str, list[tuple[str, Planned]]] = {}
        for planned in self.resources:
            for name in _NAMES:
                value = planned.values.get(name)
                if isinstance(value, str) and len(value) > 1:
                    found.setdefault(value, []).append((name, planned))
        for text, named in found.items():
            if len(named) > _MOST_NAMESAKES:
                found[text] = []
            elif len(named) > 1:
                types = {planned.type for _, planned in named}
                found[text] = [each for each in named if not _is_part(each[1].type, types)]
        return found


def _is_part(type: str, types: set[str]) -> bool:
    """Whether a type is a part of another, as `aws_s3_bucket_versioning` is: its id may be that of the whole."""
    words = type.split("_")[:_MOST_WORDS]
    return any("_".join(words[:length]) in types for length in range(1, len(words)))


def _block_of(planned: Planned) -> str:
    """A resource's address without any instance keys, as a state's `depends_on` has it."""
    calls = [f"module.{name}" for name in module_path(planned.address.module)]
    return ".".join((*calls, planned.address.block))


def _strings(value: Value) -> Iterator[str]:
    pending = [value]
    for _ in range(_MOST_STRINGS):
        if not pending:
            return
        node = pending.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, dict):
            pending += node.values()
        elif isinstance(node, list):
            pending += node
