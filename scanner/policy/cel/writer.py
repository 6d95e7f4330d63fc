"""Pieces of Python source while they are put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["bool", "int", "optional", "dyn"]
"""What is certain about the value of a piece: a `bool`, an `int`, an `OptionalValue`, or nothing."""

MAX_DEPTH: Final = 20
"""Deepest nesting of brackets in one line; Python allows 200."""
MAX_INDENT: Final = 60
"""Deepest indentation; Python allows 100."""


class Unsupported(Exception):
    """The expression is left to the exact evaluator."""


@dataclass(frozen=True, slots=True)
class Code:
    """A Python expression without side effects but on temporaries of its own."""

    text: str
    """The source. Binds at least as tightly as a comparison needs: anything looser is in brackets."""
    kind: Kind = "dyn"
    """What is certain about its value."""
    depth: int = 0
    """How deep its brackets nest."""


class Writer:
    """Lines of a function's body, with blocks and temporaries."""

    __slots__ = ("_counter", "indent", "lines")

    def __init__(self, outer: Writer | None = None) -> None:
        self.lines: list[tuple[int, str]] = []
        """Indentation and text of each line."""
        self.indent = 0
        """Indentation of the current block."""
        self._counter: int = outer._counter + 1000 if outer else 0  # no two writers of a function share a name

    def temporary(self) -> str:
        """A new name."""
        self._counter += 1
        return f"t{self._counter}"

    def emit(self, line: str) -> None:
        """Adds a line to the current block."""
        self.lines.append((self.indent, line))

    def begin(self, heading: str = "") -> None:
        """Opens a block, with its heading unless that is to be written later."""
        if heading:
            self.emit(heading)
        self.indent += 1
        if self.indent > MAX_INDENT:
            raise Unsupported

    def end(self) -> None:
        """Closes the current block."""
        self.indent -= 1

    def block(self, heading: str, lines: list[tuple[int, str]], last: str) -> None:
        """Writes a block of lines that were generated one level deeper, and a last line."""
        self.begin(heading)
        self.lines += lines
        self.emit(last)
        self.end()

    def settle(self, code: Code) -> Code:
        """The same value with little nesting: kept in a temporary where it nests deep."""
        if code.depth < MAX_DEPTH:
            return code
        name = self.temporary()
        self.emit(f"{name} = {code.text}")
        return Code(name, code.kind)
