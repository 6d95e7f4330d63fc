"""Addresses and references, as plans write them, taken apart.

A *mention* is a reference in pieces: names, and keys with their brackets: `("module", "m", '["a"]', "id")`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

Mention: TypeAlias = tuple[str, ...]

_PIECE = re.compile(r'\.?+([^.\[\]"]++)|(\[(?:-?\d++|"(?:[^"\\]++|\\.)*+")\])', re.DOTALL)
_MODULES = 64


@dataclass(frozen=True, slots=True)
class Address:
    """An address of a resource instance in pieces."""

    module: str
    """Address of the module instance it lies in; empty for the root module."""
    block: str
    """`type.name` or `data.type.name`."""
    key: str
    """Instance key with its brackets; empty without one."""

    @property
    def path(self) -> tuple[str, ...]:
        """Names of the module calls from the root down."""
        return module_path(self.module)


def mention_of(text: str) -> Mention:
    """A reference in pieces; empty when it is none."""
    if "[" not in text:
        pieces = tuple(text.split("."))
        return pieces if all(pieces) else ()
    found: list[str] = []
    at = 0
    while at < len(text):
        match = _PIECE.match(text, at)
        if match is None or (match[1] is not None and at and text[at] != "."):
            return ()
        found.append(match[1] if match[1] is not None else match[2])
        at = match.end()
    return tuple(found)


def split_address(text: str) -> Address | None:
    """The address of a resource instance in pieces; None when it is none."""
    pieces = mention_of(text)
    at = 0
    module: list[str] = []
    while len(pieces) > at + 2 and pieces[at] == "module":
        width = 3 if is_key(pieces[at + 2]) else 2
        module.append(joined(pieces[at : at + width]))
        at += width
    names = 3 if pieces[at : at + 1] == ("data",) else 2
    rest = pieces[at + names :]
    block = pieces[at : at + names]
    if len(block) < names or any(map(is_key, block)) or len(rest) > 1 or len(module) > _MODULES:
        return None
    if rest and not is_key(rest[0]):
        return None
    return Address(".".join(module), ".".join(block), rest[0] if rest else "")


def module_path(module: str) -> tuple[str, ...]:
    """Names of the module calls in a module instance's address."""
    pieces = [piece for piece in mention_of(module) if not is_key(piece)] if module else []
    return tuple(pieces[1::2])


def parent_of(module: str) -> tuple[str, str]:
    """Address of the calling module instance, and the instance key of the call."""
    pieces = mention_of(module)
    key = pieces[-1] if pieces and is_key(pieces[-1]) else ""
    return joined(pieces[: -3 if key else -2]), key


def joined(pieces: Mention) -> str:
    """A mention as it is written."""
    return "".join(piece if not number or is_key(piece) else f".{piece}" for number, piece in enumerate(pieces))


def is_key(piece: str) -> bool:
    """Whether a piece is an instance key or an index."""
    return piece.startswith("[")


def mentions_of(references: list[str]) -> tuple[Mention, ...]:
    """What an expression refers to, from a plan's list, where each reference is followed by its own beginnings."""
    found: list[Mention] = []
    last: Mention = ()
    for text in references:
        pieces = mention_of(text)
        beginning = len(pieces) < len(last) and last[: len(pieces)] == pieces
        if pieces and not beginning:
            found.append(pieces)
        last = pieces
    return tuple(dict.fromkeys(found))
