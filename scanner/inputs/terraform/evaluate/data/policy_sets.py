"""The order in which the provider goes through blocks that form a set: that of their hashes.

Terraform's plugin SDK writes each block down as text, takes the CRC-32 of it and sorts these numbers as texts. It shows
only where two blocks mean the same entry of a policy document.
"""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.equality import key
from scanner.inputs.terraform.evaluate.types import SetValue
from scanner.inputs.terraform.evaluate.unknowns import find_unknowns
from scanner.model.values import Object, Value


def in_set_order(blocks: list[Object]) -> list[Object]:
    """The blocks without repetition, in the provider's order. Those with something Unknown in them come last."""
    if len(blocks) < 2:
        return blocks
    known: dict[str, Object] = {}
    unknown: dict[object, Object] = {}
    for block in blocks:
        if find_unknowns(block):
            unknown[key(block)] = block
        else:
            known[_code("".join(f"{name}:{_text(block.get(name))}" for name in sorted(block)))] = block
    return [*(known[code] for code in sorted(known)), *unknown.values()]


def _text(value: Value) -> str:
    if not isinstance(value, list):
        return f"{'' if value is None else value};"
    items = [f"{item};" for item in value]
    if isinstance(value, SetValue):
        return "{" + "".join(sorted(items, key=_code)) + "};"
    return "(" + "".join(items) + ");"


def _code(text: str) -> str:
    from zlib import crc32

    return str(crc32(text.encode("utf-8", "replace")))
