"""Which resources of a kind a Terraform resource may yet turn out to name, by an argument that names such resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.model.resources import Resource
from scanner.model.values import Path, Unknown, Value
from scanner.policy.doubts import ANYTHING_ELSE, HOLDERS, NAMES, NO_NAMES, is_from_outside, unknown_names
from scanner.policy.undecided import Prefixes

_DEEPEST = 24
_MOST = 50_000
"""Parts of one resource that are looked at."""
_LONGEST = 2048
"""Characters of the longest ARN, path or URL. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html"""
_HEAD = 3
"""Characters that beginnings of names are told apart by, before the whole is compared."""

_WAYS = ("_name", "_id", "_identifier", "_arn", "_url", "_self_link", "_email")
"""How arguments end, besides what they name: `role_arn`."""
_OTHERWISE = {
    "domain_name": "bucket",
    "email": "account",
    "key_name": "pair",
    "logGroup": "group",
    "metric_name": "filter",
    "replicate_source_db": "instance",
    "subnet": "subnetwork",
    "username": "user",
}
"""Arguments that are not called after what they name, and the last word of its type."""


class Named:
    """The resources of one kind in one root module, by what of their names is not known."""

    __slots__ = ("_exists", "_kind", "_lengths", "_outside", "_references")

    def __init__(self, kind: str, resources: Iterable[Resource]) -> None:
        self._kind = kind
        self._exists = [resource for resource, _ in zip(resources, range(2), strict=False)]
        self._outside: dict[str, Unknown] = {}
        references: dict[str, dict[str, int]] = {}
        for resource in resources:
            for name in unknown_names(resource):
                if is_from_outside(name):
                    self._outside.setdefault(name.prefix, name)
                for reference in name.references:
                    references.setdefault(reference.name, {}).setdefault(name.prefix, 0)
        self._lengths: dict[str, set[int]] = {}
        for prefix in self._outside:
            self._lengths.setdefault(prefix[:_HEAD], set()).add(len(prefix))
        self._references = {name: Prefixes(firsts) for name, firsts in references.items()}

    def unsettled(self, resource: Resource) -> Unknown | None:
        """What leaves open whether `resource` names one of them: a name on either side that is not known.

        A data source is not named, only referred to; and where none is declared there is nothing to name.
        """
        others = [each for each in self._exists if each is not resource]
        if not others or self._kind.startswith("data."):
            return None
        for path, value in _parts(resource):
            if path and not names_kind(resource, path, self._kind):
                continue
            if isinstance(value, str):
                found = self._said(value)
            else:
                found = value if is_from_outside(value) else self._alike(value)
            if found is not None:
                return found
        return None

    def _said(self, text: str) -> Unknown | None:
        """A name that may turn out to be in a text."""
        if "" in self._outside:
            return self._outside[""]
        if len(text) > _LONGEST:
            return None
        for at in range(len(text)):
            for head in range(1, _HEAD + 1):
                for length in self._lengths.get(text[at : at + head], ()):
                    found = self._outside.get(text[at : at + length])
                    if found is not None:
                        return found
        return None

    def _alike(self, value: Unknown) -> Unknown | None:
        """The value, where it may turn out to be a name because both depend on the same."""
        related = (self._references.get(reference.name) for reference in value.references)
        alike = any(each is not None and each.first_alike(value.prefix) is not None for each in related)
        return value if alike else None


def names_kind(resource: Resource, path: Path, kind: str) -> bool:
    """Whether an argument or block may name resources of a kind: called after it, or after nothing in particular."""
    steps = [step for step in path if isinstance(step, str)]
    if not steps or not NO_NAMES.isdisjoint(steps):
        return False
    last = steps[-1]
    if len(steps) == 1 and last in NAMES and not resource.kind.startswith(f"{kind}_"):
        if resource.kind == kind or last == "name":
            return False  # its own name
    elif last == "name":
        return True
    wanted = kind.rpartition("_")[2]
    if last in HOLDERS or _OTHERWISE.get(last) == wanted:
        return True
    words = _noun(last).split("_")
    initials = "".join(word[:1] for word in words[-len(wanted) :])
    return words[-1] in (wanted, *ANYTHING_ELSE) or (len(wanted) > 1 and initials == wanted)


def _noun(argument: str) -> str:
    argument = argument.removesuffix("s")
    for way in _WAYS:
        argument = argument.removesuffix(way)
    return argument


def _parts(resource: Resource) -> Iterator[tuple[Path, str | Unknown]]:
    """The texts and Unknowns in a resource with their paths."""
    waiting: list[tuple[Path, Value]] = [((), resource.attributes)]
    for _ in range(_MOST):
        if not waiting:
            return
        path, node = waiting.pop()
        if isinstance(node, (str, Unknown)):
            yield path, node
        elif isinstance(node, dict) and len(path) < _DEEPEST:
            waiting.extend(((*path, step), item) for step, item in node.items() if step not in NO_NAMES)
        elif isinstance(node, list) and len(path) < _DEEPEST:
            waiting.extend(((*path, step), item) for step, item in enumerate(node))
    yield (), Unknown("it has more parts than are looked at", origin=("too large", id(resource)))
