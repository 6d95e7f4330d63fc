"""Values in one line for a person, and why an unknown one is unknown."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model.secrets import REDACTED, Redacted, is_hidden
from scanner.model.values import Reference, Unknown, Value
from scanner.model.verdicts import Reason

_DEPTH = 6
_BIG_INTEGER_BITS = 256


def describe(value: Value, limit: int = 80) -> str:
    """`value` much as it would be written in HCL or JSON, cut after about `limit` characters. Not escaped."""
    pieces: list[str] = []
    size = 0
    for piece in _pieces(value, _DEPTH, limit):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            break
    text = "".join(pieces)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def why(unknown: Unknown) -> str:
    """Why a value is unknown, what it depends on and what would settle it. Not escaped."""
    chain = ", ".join(located(reference) for reference in unknown.references)
    settle = settled_by(unknown.references)
    text = f"{unknown.cause} (from {chain})" if chain else unknown.cause
    return f"{text}; {settle}" if settle else text


def located(reference: Reference) -> str:
    """A reference and where it is declared: `var.acl at variables.tf:1:1`."""
    return f"{reference.name} at {reference.place}" if reference.place else reference.name


def references_of(reason: Reason) -> tuple[Reference, ...]:
    """What a deciding value was computed from, or is unknown because of, nearest first."""
    if not reason.provenance and isinstance(reason.value, Unknown):
        return reason.value.references
    return reason.provenance


def settled_by(references: tuple[Reference, ...], label: str = "") -> str:
    """What would settle the furthest reference that says so, behind a label; empty when none does.

    A page explains a value and settles nothing: that is named without the label.
    """
    help = next((reference.help for reference in reversed(references) if reference.help), "")
    if help.startswith(("https://", "http://")):
        return f"see {help}"
    return f"{label}{help}" if help else ""


def _pieces(value: Value, depth: int, limit: int) -> Iterator[str]:
    if isinstance(value, Unknown):
        yield f"(unknown: {value.cause})"
    elif value is None or isinstance(value, bool):
        yield {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, int):
        bits = value.bit_length()
        yield str(value) if bits <= _BIG_INTEGER_BITS else f"(integer of {bits} bits)"
    elif isinstance(value, Redacted):
        yield REDACTED
    elif isinstance(value, str):
        cut = value[: limit + 1]
        yield '"' + cut.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif isinstance(value, dict):
        yield from _object(value, depth, limit)
    elif isinstance(value, (list, tuple)):
        yield from _array(value, depth, limit)
    else:
        yield repr(value)[: limit + 1]


def _object(value: dict[str, Value], depth: int, limit: int) -> Iterator[str]:
    if not value:
        yield "{}"
        return
    yield "{"
    separator = ""
    for key, entry in value.items():
        yield f"{separator}{str(key)[: limit + 1]}: "
        if is_hidden(value, key):
            yield REDACTED
        else:
            yield from _pieces(entry, depth - 1, limit) if depth > 0 else ("...",)
        separator = ", "
    yield "}"


def _array(value: list[Value] | tuple[Value, ...], depth: int, limit: int) -> Iterator[str]:
    yield "["
    separator = ""
    for item in value:
        yield separator
        yield from _pieces(item, depth - 1, limit) if depth > 0 else ("...",)
        separator = ", "
    yield "]"
