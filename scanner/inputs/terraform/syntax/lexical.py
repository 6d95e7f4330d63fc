"""A second, coarse reading of a file, only where the first cannot do: for comments, for characters that may not stand
in code, and for where to go on after an error. It knows strings, heredocs, comments and brackets, nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as Choice
from typing import TypeAlias

from scanner.inputs.terraform.syntax.patterns import BLOCK_COMMENT, HEREDOC, LINE_PIECE, PIECE, always_later
from scanner.inputs.terraform.syntax.pieces import SPACE

Kind: TypeAlias = Choice["comment", "open", "close", "line", "foreign", "unclosed"]

Mark: TypeAlias = tuple[Kind, int, int]
"""What was met, from where to where: a comment; a bracket or a line end outside templates; in code, a word that is not
all ASCII or a carriage return that ends no line; a heredoc without an end, which holds the rest of the file."""

_CODE = always_later(
    r"[\t !$%&'*+,.:;=>?@A-Z\\^_`a-z|~0-9-]*+(?:"
    rf'(\#.*+|//.*+|{BLOCK_COMMENT})|(")|(<<)|([\[({{])|([\])}}])|(\r?\n)|'
    r"(\r|[^\x00-\x7f][^\x00-,./:-@\[-\^`{-\x7f]*+)|())"
)

_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class Reader:
    """Reads a text from an offset on."""

    def __init__(self, text: str, pos: int = 0) -> None:
        self.text = text
        self.pos = pos
        self.templates: list[tuple[str, int]] = []
        """Templates that are open here, innermost last: the heredoc's marker, or a quote; and the depth of braces
        around it in the code that it stands in."""
        self.braces = 0
        """Braces that are open in the innermost code."""
        self.unclosed = False
        """True when the text ends inside a heredoc."""

    def marks(self) -> Iterator[Mark]:
        """What there is, in order."""
        text, size = self.text, len(self.text)
        while self.pos < size:
            match = _CODE(text, self.pos)
            kind = match.lastindex or 8
            start, end = match.span(kind)
            self.pos = end if kind != 8 else end + 1
            if kind == 1:
                yield "comment", start, end
            elif kind == 2:
                self._enter('"')
            elif kind == 3:
                intro = HEREDOC(text, start)
                if intro is not None:
                    self.pos = intro.end()
                    self._enter(intro[2])
            elif kind == 7:
                yield "foreign", start, end
            elif kind == 4 or kind == 5:
                outside = not self.templates
                self._bracket(text[start])
                if outside:
                    yield ("open" if kind == 4 else "close"), start, end
            elif kind == 6 and not self.templates:
                yield "line", start, end
        if self.unclosed or any(marker != '"' for marker, _ in self.templates):
            yield "unclosed", size, size

    def _bracket(self, bracket: str) -> None:
        if bracket == "{":
            self.braces += 1
        elif bracket == "}" and self.braces:
            self.braces -= 1
        elif bracket == "}" and self.templates:
            self._go_on(False)

    def _enter(self, marker: str) -> None:
        self.templates.append((marker, self.braces))
        self._go_on(marker != '"')

    def _go_on(self, at_start: bool) -> None:
        """Reads the innermost template from here to its next sequence, or to its end and out of it."""
        self.braces = 0
        marker = self.templates[-1][0]
        if marker == '"':
            self._quoted()
        else:
            self._lines(marker, at_start)

    def _leave(self) -> None:
        self.braces = self.templates.pop()[1]

    def _quoted(self) -> None:
        text = self.text
        while True:
            match = PIECE(text, self.pos)
            kind = match.lastindex
            if kind == 2 or kind == 3:
                self.pos += 2
                return
            self.pos = match.end()
            if kind == 4:
                self._leave()
                return
            if kind == 5:  # the line ends before the string: so do the strings around it
                while self.templates and self.templates[-1][0] == '"':
                    self._leave()
                if self.templates:
                    self._go_on(False)
                return

    def _lines(self, marker: str, at_start: bool) -> None:
        text = self.text
        while True:
            match = LINE_PIECE(text, self.pos)
            if match.lastindex == 1:
                content = match[1]
                closed = content.endswith("\n")
                if at_start and closed and content.strip(SPACE) == marker:
                    self.pos = text.index(marker, self.pos) + len(marker)
                    self._leave()
                    return
                at_start = closed
                self.pos = match.end()
            elif match.lastindex == 2:
                self.pos = match.end(2)
                return
            else:
                self.unclosed = True
                self._leave()
                return


def comments(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The ranges of all comments."""
    return [(begin, end) for kind, begin, end in Reader(text, start).marks() if kind == "comment"]


def strays(text: str, start: int = 0) -> Iterator[int]:
    """Where characters are in code that HCL does not know: beyond ASCII and in no identifier, or a lone CR."""
    if text.isascii() and "\r" not in text:
        return
    for kind, begin, end in Reader(text, start).marks():
        if kind == "foreign":
            at = _stray(text, start, begin, end)
            if at is not None:
                yield at


def _stray(text: str, low: int, start: int, end: int) -> int | None:
    if text[start] == "\r":
        return start
    while start > low and text[start - 1] in _WORD:
        start -= 1
    while text[start] in "0123456789-":
        start += 1
    word = text[start:end].replace("-", "_")
    if word.isidentifier():
        return None
    low, high = 0, len(word)  # the longest prefix that is an identifier
    while low < high:
        middle = (low + high + 1) // 2
        if word[:middle].isidentifier():
            low = middle
        else:
            high = middle - 1
    return start + low
