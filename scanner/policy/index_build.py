"""Building the compiled index: see `index.py` for its form."""

from __future__ import annotations

import binascii
import marshal
from collections.abc import Iterable, Sequence
from typing import Any

from scanner.model.pod_kinds import POD_KINDS
from scanner.policy.defaults import TypeDefaults
from scanner.policy.index import MAGIC, SIZES, Slot
from scanner.policy.packs import Pack
from scanner.policy.records import Record


def build_index(packs: Iterable[Pack], records: Sequence[Record], key: bytes) -> bytes:
    """The bytes of an index over the packs, whose rules compiled to `records`, in their order."""
    body = bytearray()

    def put(value: Any) -> Slot:
        data = marshal.dumps(value)
        slot = (len(body), len(data), binascii.crc32(data))
        body.extend(data)
        return slot

    rules = [(record.rule.id, record.rule.severity, put(record.metadata()), put(record.body)) for record in records]
    found = {
        "rules": tuple(rules),
        "terraform": _numbers(record.rule.terraform for record in records),
        "kubernetes": _numbers(expand_kinds(record.rule.kubernetes) for record in records),
        "pods": tuple(number for number, record in enumerate(records) if "pods" in record.rule.kubernetes),
        "linked": tuple(record.linked for record in records),
        "personal": frozenset(number for number, record in enumerate(records) if record.personal),
        "defaults": {kind: put(_plain(entry)) for pack in packs for kind, entry in pack.defaults.items()},
    }
    header = marshal.dumps(found)
    sizes = SIZES.pack(len(key), len(header), binascii.crc32(header))
    return b"".join((MAGIC, sizes, key, header, body))


def expand_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """The kinds with `pods` replaced by every kind that carries one."""
    found: dict[str, None] = {}
    for kind in kinds:
        found.update(dict.fromkeys(POD_KINDS if kind == "pods" else (kind,)))
    return tuple(found)


def _numbers(kinds_of_rules: Iterable[Iterable[str]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, kinds in enumerate(kinds_of_rules):
        for kind in kinds:
            found.setdefault(kind, []).append(number)
    return {kind: tuple(numbers) for kind, numbers in found.items()}


def _plain(entry: TypeDefaults) -> tuple[Any, ...]:
    return entry.source, dict(entry.values), {path: dict(values) for path, values in entry.blocks.items()}
