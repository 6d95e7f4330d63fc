"""Equal names to links between the resources of one root module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from scanner.inputs.terraform.names.facts import PROVIDERS, Naming, namings
from scanner.inputs.terraform.names.unsaid import names_alike
from scanner.model.places import Place
from scanner.model.resources import Link, Resource
from scanner.model.values import Path, Unknown, Value, place_at

Text: TypeAlias = str | Unknown
"""A text, or one that is not known: then the same Unknown elsewhere is the same text."""

_LABELS = frozenset(("tags", "tags_all", "labels"))
"""Arguments whose texts name nothing."""

MAX_PAIRS = 500_000
"""Most pairs of a text and a resource of that name. Only where thousands share a name are there more."""


class TooManyNames(Exception):
    """So many resources share their names that it would take too long to say which means which."""


def name_links(
    resources: Iterable[Resource], links: list[Link], perhaps: Iterable[tuple[Resource, Resource]] = ()
) -> list[Link]:
    """A `references` link for every resource that another names by an equal text, known or not.

    `links` are those that are known already: where one leads to a resource of that name, no other of the name is meant.
    Of `perhaps`, pairs of which the one may refer to the other, the same holds.
    Raises TooManyNames.
    """
    by_type: dict[str, list[Resource]] = {}
    for resource in resources:
        by_type.setdefault(resource.type, []).append(resource)
    present = {type.partition("_")[0] for type in by_type}
    matcher = _Matcher(by_type, links, perhaps)
    for provider in PROVIDERS:
        if provider in present:
            for naming in namings(provider):
                if naming.target in by_type:
                    matcher.match(naming)
    return matcher.found


class _Matcher:
    """The names of one root module, indexed when a text first asks for them."""

    __slots__ = ("_by_type", "_known", "_links", "_names", "_pairs", "_perhaps", "_targets", "found")

    def __init__(
        self, by_type: dict[str, list[Resource]], links: list[Link], perhaps: Iterable[tuple[Resource, Resource]]
    ) -> None:
        self._perhaps: dict[int, list[Resource]] = {}
        for source, target in perhaps:
            self._perhaps.setdefault(id(source), []).append(target)
        self._by_type = by_type
        self._known = links
        self._links: dict[int, list[Link]] | None = None
        self._names: dict[tuple[str, str], dict[Text, list[Resource]]] = {}
        self._targets: dict[int, set[int]] = {}
        self._pairs = 0
        self.found: list[Link] = []

    def match(self, naming: Naming) -> None:
        """Links everything that names a resource of one type in one form."""
        for type, argument in naming.arguments:
            for source in self._of(type):
                for path, text in _written(source, argument, naming.target):
                    if isinstance(text, str):
                        meant = naming.form(text)
                        if meant is not None and meant.name:
                            self._link(naming, source, path, meant.name, dict(meant.scope))
                    elif self._is_held(naming, text) and names_alike(naming, source.type, argument, text):
                        self._link(naming, source, path, text, {})

    def _named(self, type: str, argument: str) -> dict[Text, list[Resource]]:
        known = self._names.get((type, argument))
        if known is None:
            known = self._names[type, argument] = {}
            for resource in self._by_type[type]:
                for _, text in _texts(resource.attributes, argument):
                    known.setdefault(text, []).append(resource)
        return known

    def _is_held(self, naming: Naming, name: Text) -> bool:
        return name in self._named(naming.target, naming.by)

    def _of(self, pattern: str) -> Iterator[Resource]:
        start, star, end = pattern.partition("*")
        if not star:
            yield from self._by_type.get(pattern, ())
            return
        for type, resources in self._by_type.items():
            if type.startswith(start) and type.endswith(end) and len(type) >= len(start) + len(end):
                yield from resources

    def _link(self, naming: Naming, source: Resource, path: Path, name: Text, scope: dict[str, str]) -> None:
        targets = self._named(naming.target, naming.by).get(name)
        if not targets:
            return
        # Of several of one name a reference says which is meant.
        known = [*(link.target for link in self._links_from(source)), *self._perhaps.get(id(source), ())]
        referred = [each for each in known if _is_named(naming, each, name)]
        if not referred:
            self._pairs += len(targets)
            if self._pairs > MAX_PAIRS:
                raise TooManyNames(f"there are more than {MAX_PAIRS:,} pairs of resources of which one names the other")
            targets = [each for each in targets if each is not source and _agree(naming, source, scope, each)]
        place = place_at(source.attributes, path) or source.place
        for target in referred or targets:
            self._add(source, target, place)
            for link in self._links_from(target):
                if link.target.type in naming.through:
                    self._add(source, link.target, place)

    def _links_from(self, resource: Resource) -> list[Link]:
        if self._links is None:
            self._links = {}
            for link in self._known:
                self._links.setdefault(id(link.source), []).append(link)
        return self._links.get(id(resource), [])

    def _add(self, source: Resource, target: Resource, place: Place) -> None:
        linked = self._targets.get(id(source))
        if linked is None:
            linked = self._targets[id(source)] = {id(link.target) for link in self._links_from(source)}
        if id(target) not in linked:
            linked.add(id(target))
            self.found.append(Link(source, target, "references", place))


def _is_named(naming: Naming, resource: Resource, name: Text) -> bool:
    return resource.type == naming.target and any(text == name for _, text in _texts(resource.attributes, naming.by))


def _agree(naming: Naming, source: Resource, scope: dict[str, str], target: Resource) -> bool:
    """Whether nothing that is known says that another resource of the same name is meant."""
    said = dict(scope)
    for argument in naming.within:
        own, _, other = argument.partition("=")
        here, there = said.pop(own, None) or _said(source, own), _said(target, other or own)
        if isinstance(here, str) and isinstance(there, str) and here != there:
            return False
    return all(_said(target, argument) in (None, value) for argument, value in said.items())


def _said(resource: Resource, argument: str) -> str | None:
    if argument == "region" and resource.provider == "aws":
        return resource.region if isinstance(resource.region, str) else None
    return next((text for _, text in _texts(resource.attributes, argument) if isinstance(text, str)), None)


def _written(source: Resource, argument: str, target: str) -> Iterator[tuple[Path, Text]]:
    if argument != "*":
        return _texts(source.attributes, argument)
    # What may stand anywhere stands in the resource's own name as well.
    return iter(()) if source.type == target else _every_text(source.attributes)


def _texts(attributes: Value, argument: str) -> Iterator[tuple[Path, Text]]:
    """The texts that an argument holds, itself or as a list, with their paths, in nested blocks all of them."""
    if "." not in argument:
        value = attributes.get(argument)
        if isinstance(value, (str, Unknown)):
            yield (argument,), value
            return
        if not isinstance(value, list):
            return
    found: list[tuple[Path, Value]] = [((), attributes)]
    for step in argument.split("."):
        found = [
            ((*path, step), node[step])
            for path, node in _items(found)
            if isinstance(node, dict) and node.get(step) is not None
        ]
    for path, node in found:
        if isinstance(node, (str, Unknown)):
            yield path, node
        elif isinstance(node, list):
            texts = dict.fromkeys(each for each in node if isinstance(each, (str, Unknown)))
            yield from ((path, text) for text in texts)


def _items(nodes: list[tuple[Path, Value]]) -> Iterator[tuple[Path, Value]]:
    for path, node in nodes:
        if isinstance(node, list):
            yield from (((*path, index), item) for index, item in enumerate(node))
        else:
            yield path, node


def _every_text(attributes: Value) -> Iterator[tuple[Path, Text]]:
    """Every text in the arguments of a resource, with the path of the argument or block it lies in."""
    waiting: list[tuple[Path, Value]] = [((name,), value) for name, value in attributes.items() if name not in _LABELS]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, (str, Unknown)):
            yield path, node
        elif isinstance(node, dict):
            waiting.extend(((*path, key), item) for key, item in node.items())
        elif isinstance(node, list):
            waiting.extend(
                (path if isinstance(item, (str, Unknown)) else (*path, i), item) for i, item in enumerate(node)
            )
