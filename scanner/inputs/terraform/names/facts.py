"""What is known about names, one file of `data/` a provider.

A line that starts with a type says what is named, the indented lines below it say what names it:

    TYPE ARGUMENT [as FORM] [within ARGUMENT,...] [through TYPE,...]
      TYPE.ARGUMENT ...

Arguments have dots where they lie in nested blocks. One `*` may stand in a type that names, and `*` as its argument is
every argument. `Naming` says the rest. Lines that start with `#` are comments.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scanner.inputs.terraform.names.forms import FORMS, Form, plain

PROVIDERS = ("aws", "azurerm", "google")
"""Providers of which something is known, by the first word of their types."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A type of resource, and the arguments of others that name it."""

    target: str
    """Type of the resource that is named."""
    by: str
    """Its argument that holds the name."""
    arguments: tuple[tuple[str, str], ...]
    """Type and argument of what names it."""
    form: Form = plain
    """How they write the name."""
    within: tuple[str, ...] = ()
    """Arguments that both have to agree in where both say them: a name is unique only there. `A=B` where the one that
    is named calls it B. For AWS `region` is where a resource really lies, whatever says so."""
    through: tuple[str, ...] = ()
    """Types of resources that are meant where this one, which links to them, is named: a key by its alias."""


@lru_cache(maxsize=len(PROVIDERS))
def namings(provider: str) -> tuple[Naming, ...]:
    """Everything that is known of a provider in `PROVIDERS`."""
    path = os.path.join(os.path.dirname(__file__), "data", f"{provider}.txt")
    with open(path, encoding="utf-8") as stream:
        return tuple(_read(stream))


def _read(lines: Iterable[str]) -> Iterator[Naming]:
    head: list[str] = []
    arguments: list[tuple[str, str]] = []
    for line in (*lines, "end"):
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith(" "):
            arguments += [(type, argument) for type, _, argument in (each.partition(".") for each in line.split())]
            continue
        if head:
            yield _naming(head, tuple(arguments))
        head, arguments = line.split(), []


def _naming(head: list[str], arguments: tuple[tuple[str, str], ...]) -> Naming:
    target, by, *options = head
    said = dict(zip(options[::2], options[1::2], strict=True))
    within, through = (tuple(said.get(name, "").split(",")) if name in said else () for name in ("within", "through"))
    return Naming(target, by, arguments, FORMS[said["as"]] if "as" in said else plain, within, through)
