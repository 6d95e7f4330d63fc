"""Literal and folded block scalars (`|`, `>`) of the plain subset."""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.errors import NotPlain

_LEADING = re.compile(r"((?:[ ]*+\n)*+)([ ]*+)")
_NEWLINES = re.compile(r"\n+")


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
    """Joins lines by a space. Lines that start with white space fold by rules that are left to the event reader."""
    if content.startswith((" ", "\t")) or "\n " in content or "\n\t" in content:
        raise NotPlain
    inner = content.lstrip("\n")
    leading = content[: len(content) - len(inner)]
    stripped = inner.rstrip("\n")
    folded = _NEWLINES.sub(lambda run: run[0][1:] or " ", stripped)
    return leading + folded + inner[len(stripped) :]
