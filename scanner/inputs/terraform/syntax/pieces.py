"""Templates as a flat list of pieces: stripped, outdented and then folded into a tree.

HCL strips white space piece by piece, not over the whole text: `~` affects the piece beside it only, and a heredoc or
bare template has one piece of text a line. Indentation of `<<-` is removed after that, from the pieces that begin a
line then. The order matters, so it is the same here.
"""

from __future__ import annotations

from typing import Literal as Choice

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.literals import normal
from scanner.inputs.terraform.syntax.tree import (
    Expression,
    Literal,
    Template,
    TemplateFor,
    TemplateIf,
    TemplateWrap,
)

MAX_NESTING = 50
"""How deep directives may nest within one template."""

SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
SPACE += "\u205f\u3000"
"""What HCL strips: the characters that Unicode calls white space."""


class Piece:
    """One piece of a template."""

    __slots__ = ("after", "before", "end", "key", "kind", "node", "start", "text", "value")

    def __init__(
        self,
        kind: Choice["text", "value", "if", "else", "endif", "for", "endfor"],
        start: int,
        end: int,
        text: str = "",
        node: Expression | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        """Literal text, decoded."""
        self.node = node
        """What is interpolated, the condition of `if`, or the collection of `for`."""
        self.before = False
        """True when a marker strips what stands before it."""
        self.after = False
        """True when a marker strips what stands after it."""
        self.key: str | None = None
        """The first of two names that `for` binds."""
        self.value = ""
        """The last name that `for` binds."""


def strip(pieces: list[Piece]) -> None:
    """Does what the strip markers ask for."""
    last = len(pieces) - 1
    for number, piece in enumerate(pieces):
        if piece.kind == "text":
            if number and pieces[number - 1].after:
                piece.text = piece.text.lstrip(SPACE)
            if number < last and pieces[number + 1].before:
                piece.text = piece.text.rstrip(SPACE)


def outdent(pieces: list[Piece]) -> None:
    """Removes the smallest indentation of any line from every line, as `<<-` asks for. Blank lines do not count."""
    starts: list[Piece] = []
    smallest: int | None = None
    at_start = True
    for piece in pieces:
        if at_start:
            at_start = False
            indent = len(piece.text) - len(piece.text.lstrip(SPACE))
            if piece.kind != "text" or indent < len(piece.text) or not piece.text.endswith("\n"):
                smallest = indent if smallest is None else min(smallest, indent)
                starts.append(piece)
        if piece.text.endswith("\n"):
            at_start = True
    for piece in starts:
        piece.text = piece.text[smallest:]


def fold(pieces: list[Piece], start: int, end: int) -> Expression:
    """The template that the pieces between two offsets make."""
    if len(pieces) == 1 and pieces[0].node is not None and pieces[0].kind == "value":
        return TemplateWrap(start, end, pieces[0].node)
    parts = _Folder(end).run(pieces)
    if not parts:
        return Literal(start, end, "")
    if len(parts) == 1 and isinstance(parts[0], Literal) and all(piece.kind == "text" for piece in pieces):
        return Literal(start, end, parts[0].value)
    return Template(start, end, parts)


class _Folder:
    """Matches `if`, `else`, `endif`, `for` and `endfor`."""

    def __init__(self, end: int) -> None:
        self.end = end
        self.open: list[tuple[Piece, list[Expression], list[Expression] | None]] = []
        """Directives that are not closed: the piece, the parts around it, and what precedes its `else`."""
        self.parts: list[Expression] = []
        self.run_of_text: list[Piece] = []

    def run(self, pieces: list[Piece]) -> list[Expression]:
        for piece in pieces:
            if piece.kind == "text":
                self.run_of_text.append(piece)
                continue
            self._flush()
            if piece.kind == "value":
                assert piece.node is not None  # a value is never without one
                self.parts.append(piece.node)
            elif piece.kind in ("if", "for"):
                self._begin(piece)
            elif piece.kind == "else":
                self._otherwise(piece)
            else:
                self._finish(piece)
        self._flush()
        if self.open:
            last = self.open[-1][0]
            message = f"Unexpected end of template: expecting end{last.kind}"
            raise HclSyntaxError(message, last.start, last.end)
        return self.parts

    def _flush(self) -> None:
        run = self.run_of_text
        text = "".join([piece.text for piece in run])
        if text:
            self.parts.append(Literal(run[0].start, run[-1].end, normal(text)))
        run.clear()

    def _begin(self, piece: Piece) -> None:
        if len(self.open) >= MAX_NESTING:
            raise HclSyntaxError(f"Nested too deeply: more than {MAX_NESTING} directives", piece.start, piece.end)
        self.open.append((piece, self.parts, None))
        self.parts = []

    def _otherwise(self, piece: Piece) -> None:
        if not self.open or self.open[-1][0].kind != "if" or self.open[-1][2] is not None:
            raise HclSyntaxError("Unexpected else directive", piece.start, piece.end)
        opening, around, _ = self.open[-1]
        self.open[-1] = (opening, around, self.parts)
        self.parts = []

    def _finish(self, piece: Piece) -> None:
        if not self.open or piece.kind != f"end{self.open[-1][0].kind}":
            raise HclSyntaxError(f"Unexpected {piece.kind} directive", piece.start, piece.end)
        opening, around, yes = self.open.pop()
        assert opening.node is not None  # if and for are never without one
        node: Expression
        if opening.kind == "for":
            node = TemplateFor(opening.start, piece.end, opening.key, opening.value, opening.node, self.parts)
        elif yes is None:
            node = TemplateIf(opening.start, piece.end, opening.node, self.parts, [])
        else:
            node = TemplateIf(opening.start, piece.end, opening.node, yes, self.parts)
        around.append(node)
        self.parts = around
