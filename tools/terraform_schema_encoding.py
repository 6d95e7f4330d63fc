"""Writes block schemas as the data file that `scanner.inputs.terraform.schemas.store` describes and reads."""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Mapping

from terraform_schema_compile import Attribute, Block
from terraform_schema_package import JsonType

from scanner.inputs.terraform.schemas.store import (
    COLLECTIONS,
    COMPUTED,
    COMPUTED_ONLY,
    HEADER,
    MAGIC,
    NESTINGS,
    OBJECT,
    OPEN,
    PRIMITIVES,
    REQUIRED,
)

_WORD = 1 << 16


def encode(schemas: Mapping[str, Block], description: Mapping[str, str]) -> bytes:
    """The data file. The same schemas and description give the same bytes, in whatever order they come."""
    return _Encoder(schemas).encode(description)


class _Table:
    """Numbers distinct records in the order in which they are added."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, ...], int] = {}

    def add(self, record: tuple[int, ...]) -> int:
        return self.numbers.setdefault(record, len(self.numbers))

    def offsets(self) -> list[int]:
        offsets, at = [], 0
        for record in self.numbers:
            offsets.append(at)
            at += len(record)
        return offsets

    def words(self) -> list[int]:
        return [word for record in self.numbers for word in record]


class _Encoder:
    def __init__(self, schemas: Mapping[str, Block]) -> None:
        self._schemas = schemas
        self._types = _Table()
        self._blocks = _Table()
        self._attributes = _Table()
        self._strings: dict[str, int] = {}

    def encode(self, description: Mapping[str, str]) -> bytes:
        self._number_strings()
        index = "\n" + "".join(f"{name}={self._block(self._schemas[name])}\n" for name in sorted(self._schemas))
        strings = [f"{text}\n".encode() for text in self._strings]
        about = json.dumps(description, sort_keys=True).encode()
        type_words, block_words = self._types.words(), self._blocks.words()
        tables = [_sums(strings), self._types.offsets(), self._blocks.offsets(), self._attributes.words()]
        counts = (len(strings), len(self._types.numbers), len(self._attributes.numbers), len(self._blocks.numbers))
        if max(*counts, *type_words, *block_words) >= _WORD:
            raise ValueError("a table is too large for its format")
        header = HEADER.pack(len(about), *counts, sum(map(len, strings)), len(type_words), len(block_words), len(index))
        return b"".join(
            [
                MAGIC,
                header,
                about,
                *(struct.pack(f"<{len(table)}I", *table) for table in tables),
                struct.pack(f"<{len(type_words)}H", *type_words),
                struct.pack(f"<{len(block_words)}H", *block_words),
                *strings,
                index.encode(),
            ]
        )

    def _number_strings(self) -> None:
        names: Counter[str] = Counter()
        for block in self._schemas.values():
            _count_names(block, names)
        for name in sorted(names, key=lambda name: (-names[name], name)):
            self._strings[name] = len(self._strings)

    def _block(self, block: Block) -> int:
        record = [OPEN if block.open else 0, len(block.attributes), len(block.blocks)]
        for name in sorted(block.attributes):
            record += (self._strings[name], self._attribute(block.attributes[name]))
        for name in sorted(block.blocks):
            nesting, child = block.blocks[name]
            record += (self._strings[name], NESTINGS.index(nesting), self._block(child))
        return self._blocks.add(tuple(record))

    def _attribute(self, attribute: Attribute) -> int:
        settable = attribute.required or attribute.optional
        flags = REQUIRED * attribute.required | COMPUTED * attribute.computed | COMPUTED_ONLY * (not settable)
        return self._attributes.add((self._type(attribute.type) << 3 | flags,))

    def _type(self, type_: JsonType) -> int:
        if isinstance(type_, str):
            return self._types.add((PRIMITIVES.index(type_), 0))
        kind, argument = type_
        if kind != "object":
            return self._types.add((len(PRIMITIVES) + COLLECTIONS.index(kind), self._type(argument)))
        record = [OBJECT, len(argument)]
        for name in sorted(argument):
            record += (self._strings[name], self._type(argument[name]))
        return self._types.add(tuple(record))


def _sums(strings: list[bytes]) -> list[int]:
    offsets, at = [], 0
    for text in strings:
        offsets.append(at)
        at += len(text)
    return offsets


def _count_names(block: Block, names: Counter[str]) -> None:
    for name, attribute in block.attributes.items():
        names[name] += 1
        _count_type_names(attribute.type, names)
    for name, (_, child) in block.blocks.items():
        names[name] += 1
        _count_names(child, names)


def _count_type_names(type_: JsonType, names: Counter[str]) -> None:
    if isinstance(type_, str):
        return
    if type_[0] == "object":
        for name, member in type_[1].items():
            names[name] += 1
            _count_type_names(member, names)
    else:
        _count_type_names(type_[1], names)
