"""Quoted strings, heredocs and bare templates.

A quoted template without directives and strip markers, and a heredoc without either or interpolations, is read straight
into its parts. Any other is first read into pieces (`pieces.py`).
"""

from __future__ import annotations

from typing import Literal as Choice
from typing import NoReturn, cast

from scanner.inputs.terraform.syntax.cursor import Cursor
from scanner.inputs.terraform.syntax.literals import normal, undouble, unescape
from scanner.inputs.terraform.syntax.patterns import DIRECTIVE, FOR_NAMES, HEREDOC, LINE_PIECE, PIECE, TEMPLATE_END
from scanner.inputs.terraform.syntax.pieces import SPACE, Piece, fold, outdent, strip
from scanner.inputs.terraform.syntax.tree import Expression, Literal, Template, TemplateWrap

_Keyword = Choice["if", "else", "endif", "for", "endfor"]


class TemplateParser(Cursor):
    """Parses templates."""

    __slots__ = ()

    def quoted(self) -> Expression:
        """The string in quotes at `pos`."""
        text, start = self.text, self.pos
        parts: list[Expression] = []
        begins: list[int] = []
        pos = start + 1
        while True:
            match = PIECE(text, pos)
            kind = match.lastindex
            if kind == 4:
                self.pos = pos + 1
                return _template(start, pos + 1, parts)
            begins.append(pos)
            if kind == 1:
                end = match.end()
                parts.append(Literal(pos, end, normal(unescape(match[1], pos))))
                pos = end
            elif kind == 2:
                parts.append(self.name(match[2], *match.span(2)))
                pos = match.end()
            elif kind == 3 and match[3] == "${":
                self.pos = match.end()
                parts.append(self.expression(True))
                pos = self._close("interpolation expression", pos)
                if text[pos - 2] == "~":
                    pieces = _pieces(parts, begins, pos)
                    pieces[-1].after = True
                    return self._quoted_pieces(start, pos, pieces)
            else:
                begins.pop()
                return self._quoted_pieces(start, pos, _pieces(parts, begins, pos))

    def heredoc(self) -> Expression:
        """The heredoc at `pos`, from `<<` to the end of its marker."""
        start = self.pos
        intro = HEREDOC(self.text, start)
        if intro is None:
            self.fail("Invalid expression: expected the start of an expression", start, start + 2)
        self.pos = intro.end()
        pieces = self._plain_lines(intro[2], bool(intro[1])) or self._lines(intro[2], start)
        strip(pieces)
        if intro[1]:
            outdent(pieces)
        return fold(pieces, start, self.pos)

    def bare(self) -> Expression:
        """A template without quotes around it, such as a file: the text from `pos` to its end."""
        start = self.pos
        pieces = self._lines(None, start)
        strip(pieces)
        return fold(pieces, start, self.pos)

    def _quoted_pieces(self, start: int, pos: int, pieces: list[Piece]) -> Expression:
        text = self.text
        while True:
            match = PIECE(text, pos)
            kind = match.lastindex
            end = match.end()
            if kind == 1:
                pieces.append(Piece("text", pos, end, unescape(match[1], pos)))
                pos = end
            elif kind == 2:
                node = self.name(match[2], *match.span(2))
                pieces.append(Piece("value", pos, end, node=node))
                pos = end
            elif kind == 3:
                self.pos = end
                pieces.append(self._sequence(pos, match[3]))
                pos = self.pos
            elif kind == 4:
                self.pos = end
                strip(pieces)
                return fold(pieces, start, end)
            else:
                self._bad_string(start, pos)

    def _bad_string(self, start: int, pos: int) -> NoReturn:
        if self.text[pos : pos + 1] in ("\n", "\r"):
            self.fail("Invalid multi-line string: a quoted string must end on the line it begins on", start, pos)
        self.fail("Unterminated template string: no closing marker was found for the string", start, pos)

    def _plain_lines(self, marker: str, split: bool) -> list[Piece]:
        """The lines of a heredoc that has nothing to interpolate; none when it has or has no end."""
        text, start = self.text, self.pos
        at = start
        while True:
            at = text.find(marker, at)
            end = text.find("\n", at)
            if at < 0 or end < 0:
                return []
            line = max(text.rfind("\n", start, at) + 1, start)
            if text[line:end].strip(SPACE) == marker:
                break
            at = end
        if any(text.find(special, start, line) >= 0 for special in ("${", "%{", "\r")):
            return []
        self.pos = at + len(marker)
        if not split or start == line:
            return [Piece("text", start, line, text[start:line])]
        pieces = []
        for content in text[start : line - 1].split("\n"):
            pieces.append(Piece("text", start, start + len(content) + 1, content + "\n"))
            start += len(content) + 1
        return pieces

    def _lines(self, marker: str | None, opening: int) -> list[Piece]:
        """The pieces of a heredoc, or of all the text that is left. `pos` ends after the marker."""
        text, pos = self.text, self.pos
        pieces: list[Piece] = []
        at_start = True
        while True:
            match = LINE_PIECE(text, pos)
            kind = match.lastindex
            end = match.end()
            if kind == 1:
                content = match[1]
                closed = content.endswith("\n")
                if at_start and closed and marker is not None and content.strip(SPACE) == marker:
                    self.pos = text.index(marker, pos) + len(marker)
                    return pieces
                if marker is not None and "\r" in content.replace("\r\n", ""):
                    at = pos + content.replace("\r\n", "\n\n").index("\r")
                    self.fail("Invalid character: a carriage return must end a line", at, at + 1)
                pieces.append(Piece("text", pos, end, undouble(content)))
                at_start = closed
                pos = end
            elif kind == 2:
                self.pos = end
                pieces.append(self._sequence(pos, match[2]))
                pos = self.pos
                at_start = False
            elif marker is None:
                self.pos = pos
                return pieces
            else:
                self.fail(f"Unterminated template string: no line is its closing marker {marker}", opening, pos)

    def _sequence(self, start: int, opening: str) -> Piece:
        """The interpolation or directive whose opening marker has been passed."""
        self.descend(start)
        if opening.startswith("$"):
            node = self.expression(True)
            piece = Piece("value", start, self._close("interpolation expression", start), node=node)
        else:
            piece = self._directive(start)
        piece.before = opening.endswith("~")
        piece.after = self.text[self.pos - 2] == "~"
        self.depth -= 1
        return piece

    def _directive(self, start: int) -> Piece:
        match = DIRECTIVE(self.text, self.pos)
        if match is None:
            self.fail("Invalid template control keyword: expected if, else, endif, for or endfor")
        kind = cast("_Keyword", match[1])
        piece = Piece(kind, start, start)
        self.pos = match.end()
        if kind == "for":
            names = FOR_NAMES(self.text, self.pos)
            if names is None:
                self.fail("Invalid 'for' directive: expected the names it binds, and `in`")
            piece.key, piece.value = (None, names[1]) if names[2] is None else (names[1], names[2])
            self.pos = names.end()
        if kind in ("if", "for"):
            self.links += 1
            piece.node = self.expression(True)
        piece.end = self._close(f"{kind} marker", start)
        return piece

    def _close(self, what: str, start: int) -> int:
        """Passes `}`; where it ends."""
        match = TEMPLATE_END(self.text, self.pos)
        if match is None:
            if self.skip() == len(self.text):
                self.fail("Unclosed template interpolation sequence: there is no closing brace", start, self.pos)
            self.fail(f"Extra characters after {what}: expected a closing brace")
        self.pos = match.end()
        return self.pos


def _template(start: int, end: int, parts: list[Expression]) -> Expression:
    """A template of alternating text and values, none of it stripped."""
    if len(parts) != 1:
        return Template(start, end, parts) if parts else Literal(start, end, "")
    part = parts[0]
    if isinstance(part, Literal) and part.start == start + 1:
        return Literal(start, end, part.value)
    return TemplateWrap(start, end, part)


def _pieces(parts: list[Expression], begins: list[int], end: int) -> list[Piece]:
    """Parts that were read straight, and where their sequences begin, as pieces."""
    pieces = []
    ends = [*begins[1:], end] if begins else []
    for part, begin, after in zip(parts, begins, ends, strict=True):
        if isinstance(part, Literal) and part.start == begin:
            pieces.append(Piece("text", begin, after, str(part.value)))
        else:
            pieces.append(Piece("value", begin, after, node=part))
    return pieces
