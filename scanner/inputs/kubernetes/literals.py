"""Literal and folded block scalars (`|`, `>`) of the plain subset."""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.errors import NotPlain

_LEADING = re.compile(r"((?:[ ]*+\n)*+)([ ]*+)")


def read_literal(text: str, pos: int, end: int, header: str, indent: int) -> tuple[str, int, int]:
    """The scalar whose content starts at `pos`, under a container at column `indent`.

    Gives its value, the offset behind its last character that is not white space (`pos` when it is empty) and the
    offset of the line behind it. Raises NotPlain where the rules get difficult.
    """
    leading = _LEADING.match(text, pos, end)
    assert leading is not None
    width = len(leading[2])
    first = leading.end()
    if width <= indent or first >= end:
        if header[1:] == "+" or leading[1].strip("\n"):
            raise NotPlain
        return "", pos, pos
    if text[first] == "\t" or any(len(line) > width for line in leading[1].split("\n")):
        raise NotPlain
    body = re.compile(rf"(?: {{{width}}}[^\n]*+\n| {{0,{width - 1}}}\n)*+").match(text, pos, end)
    assert body is not None
    content = re.compile(rf"^ {{1,{width}}}", re.MULTILINE).sub("", body[0])
    last = pos + len(body[0].rstrip())
    return _chomp(_fold(content) if header[0] == ">" else content, header[1:]), last, body.end()


def _chomp(content: str, how: str) -> str:
    if how == "+":
        return content
    stripped = content.rstrip("\n")
    return stripped if how == "-" or not stripped else stripped + "\n"


def _fold(content: str) -> str:
    """Joins lines by a space, except around lines that start with white space, which keep their line ends."""
    inner = content.lstrip("\n")
    stripped = inner.rstrip("\n")
    folded = [content[: len(content) - len(inner)]]
    previous, breaks = " ", 0
    for number, line in enumerate(stripped.split("\n")):
        if not line:
            breaks += 1
            continue
        if number:
            spaced = previous[0] in " \t" or line[0] in " \t"
            folded.append("\n" * (breaks + 1) if spaced else "\n" * breaks or " ")
        folded.append(line)
        previous, breaks = line, 0
    return "".join(folded) + inner[len(stripped) :]
