"""What names mean where an expression stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from scanner.inputs.terraform.syntax import tree
from scanner.model.places import Source
from scanner.model.values import Unknown, Value


class Shared(Protocol):
    """What an expression needs of the state that all module instances below one root module share."""

    constants: dict[tree.Node, Value]
    """Values of tuples that hold constants only: the same for every instance."""
    sensitive: int
    """Grows whenever a sensitive value is used, so that whoever evaluates can tell whether one was."""
    instances: int
    """Grows whenever a whole instance is used as a value, which must be worked out before a rule sees it."""

    def report(
        self, severity: str, what: str, source: Source, start: int, end: int, help: str = "", kind: str = "invalid"
    ) -> None:
        """Reports a located problem, once however many instances it shows up in."""

    def guarded(self, node: tree.Expression, scope: Scope, secret: bool = False) -> Value:
        """The value of an expression; an error in it is reported and gives an Unknown."""

    def given_up(self, why: str, node: tree.Node, scope: Scope) -> Unknown:
        """Reports an expression that is not evaluated any further, and gives the Unknown in its place."""

    def failed(self, error: Any) -> Unknown:
        """Reports an EvaluationError and gives the Unknown that stands for its value."""

    def call(self, node: tree.Call, arguments: Sequence[Value], scope: Scope) -> Value:
        """Calls a built-in function."""


class Module(Protocol):
    """The module instance an expression belongs to."""

    address: str
    functions: bool
    """Whether functions may be called."""

    @property
    def evaluation(self) -> Shared:
        """What it shares with the others."""

    def is_secret(self, node: tree.Reference) -> bool:
        """Whether a reference names a variable that is declared sensitive."""

    def lookup(self, node: tree.Reference, scope: Scope) -> Value:
        """The value of a name that no enclosing `for`, `each` or iterator binds."""


class Scope:
    """The names an expression may use, besides those of its module."""

    __slots__ = ("module", "names", "source")

    def __init__(self, module: Module, source: Source, names: dict[str, Value]) -> None:
        self.module = module
        self.source = source
        """The file the expression is written in."""
        self.names = names
        """`each`, `count`, `self`, iterators and variables of `for`."""

    def child(self) -> Scope:
        """A scope whose names may be changed without changing this one."""
        return Scope(self.module, self.source, dict(self.names))

    def bind(self, key_name: str | None, key: Value, value_name: str, value: Value) -> None:
        """Gives the variables of one turn of a `for` their values."""
        if key_name is not None:
            self.names[key_name] = key
        self.names[value_name] = value

    def at(self, source: Source) -> Scope:
        """The same names in another file."""
        return self if source is self.source else Scope(self.module, source, self.names)
