"""Values that are not worked out until somebody needs them: resource and module instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scanner.inputs.terraform.evaluate.errors import TooLarge
from scanner.inputs.terraform.syntax import tree
from scanner.model.values import Object, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.scope import Scope


MAX_NODES = 1_000_000
"""Most parts a value may have. Locals that hold each other twice reach any number in a few lines."""


class Instance(Protocol):
    """A resource or module instance: its attributes are worked out one by one, as they are asked for."""

    def attribute(self, name: str, node: tree.Node, scope: Scope) -> Value:
        """One attribute or output."""

    def whole(self) -> Value:
        """All of them, or an Unknown where not even their names are known."""


class Documented(Protocol):
    """A resource instance, which knows what its schema does not say."""

    def missing(self, name: str, path: str, node: tree.Node, scope: Scope) -> Value:
        """An attribute at `path` that neither the configuration nor the schema knows."""

    def unsaid(self, path: str) -> Value:
        """An attribute at `path` of what the schema leaves open."""


class LazyObject(dict[str, Value]):
    """Stands for a whole resource or module instance. Empty by itself: `force` gives the real object."""

    __slots__ = ("instance",)

    def __init__(self, instance: Instance) -> None:
        super().__init__()
        self.instance = instance


class Exported(Object):
    """A whole resource instance as a value, or one of its nested blocks, with what its provider fills in."""

    __slots__ = ("_complete", "_instance", "_path")

    def __init__(self, instance: Documented, path: str, complete: bool) -> None:
        super().__init__()
        self._instance = instance
        self._path = path
        self._complete = complete

    def missing(self, name: str, node: tree.Node, scope: Scope) -> Value:
        """An attribute that is not in it. The provider that Terraform will use may have it all the same."""
        if self._complete:
            return self._instance.missing(name, self._path, node, scope)
        return self._instance.unsaid(f"{self._path}.{name}" if self._path else name)


class Repetition(dict[str, Value]):
    """What `each` or `count` stands for in a block that repeats: nothing by itself, only its attributes."""


def force(value: Value) -> Value:
    """The value itself where it stands for an instance."""
    return value.instance.whole() if value.__class__ is LazyObject else value


def force_inside(value: Value) -> Value:
    """The value with every instance in it worked out."""
    value = force(value)
    if not isinstance(value, (dict, list)) or not holds_instance(value):
        return value
    if isinstance(value, dict):
        return {key: force_inside(item) for key, item in value.items()}
    return [force_inside(item) for item in value]


def holds_instance(value: Value) -> bool:
    """Whether an instance stands anywhere in a value, or is it. Raises TooLarge for what nobody should walk through."""
    found = False
    pending = [value]
    seen = 0
    while pending:
        node = pending.pop()
        if node.__class__ is LazyObject:
            found = True
        elif isinstance(node, dict):
            seen += len(node)
            pending.extend(item for item in node.values() if isinstance(item, (dict, list)))
        elif isinstance(node, list):
            seen += len(node)
            pending.extend(item for item in node if isinstance(item, (dict, list)))
        if seen > MAX_NODES or len(pending) > MAX_NODES:
            raise TooLarge(f"the value has more than {MAX_NODES:,} parts")
    return found
