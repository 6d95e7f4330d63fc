"""The data file of one provider: interned strings, types and blocks, each found by its number without reading the rest.

All integers are little-endian. The file is, in this order:

- `MAGIC`, then `HEADER`: the length of the description, the number of strings, types, attributes, blocks, and the
  lengths of the areas of strings, types (in 16-bit words), blocks (in 16-bit words) and the index;
- the description, JSON;
- offsets (32 bits each) of strings in bytes, of types and of blocks in words, from the start of their area;
- attributes, 32 bits each: number of the type times 8, and flags;
- the types, words: a kind, then the element's type, or for an object the number of members and (string, type) pairs;
- the blocks, words: flags, number of attributes, number of nested blocks, (string, attribute) pairs, (string, nesting,
  block) triples;
- the strings, UTF-8, each ended by a line feed;
- the index: lines `TYPE=number of its block`, the first preceded by a line feed.
"""

from __future__ import annotations

import struct

from scanner.inputs.terraform.schemas.blocks import AttributeSchema, BlockSchema, JsonType, NestedBlock, Nesting

MAGIC = b"BYLAWTF1"
HEADER = struct.Struct("<9I")
PRIMITIVES = ("string", "number", "bool", "dynamic")
COLLECTIONS = ("list", "set", "map")
OBJECT = len(PRIMITIVES) + len(COLLECTIONS)
NESTINGS: tuple[Nesting, ...] = ("single", "list", "set")
REQUIRED, COMPUTED_ONLY, COMPUTED = 1, 2, 4
OPEN = 1


class SchemaError(Exception):
    """The data of a provider's schema is missing or damaged: the installation is broken."""


class Store:
    """The schemas of one provider, decoded as they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Takes the content of a data file."""
        if data[: len(MAGIC)] != MAGIC or len(data) < len(MAGIC) + HEADER.size:
            raise SchemaError("not a file of provider schemas")
        self._data = data
        description, strings, types, attributes, blocks, string_bytes, type_words, block_words, index = (
            HEADER.unpack_from(data, len(MAGIC))
        )
        at = len(MAGIC) + HEADER.size
        self._description = (at, at + description)
        self._string_offsets = at + description
        self._type_offsets = self._string_offsets + 4 * strings
        self._block_offsets = self._type_offsets + 4 * types
        self._attribute_area = self._block_offsets + 4 * blocks
        self._type_area = self._attribute_area + 4 * attributes
        self._block_area = self._type_area + 2 * type_words
        self._string_area = self._block_area + 2 * block_words
        self._index = self._string_area + string_bytes
        if self._index + index != len(data):
            raise SchemaError("a file of provider schemas is damaged")
        self._strings: dict[int, str] = {}
        self._types: dict[int, JsonType] = {}
        self._attributes: dict[int, AttributeSchema] = {}
        self._blocks: dict[int, BlockSchema] = {}

    def description(self) -> dict[str, str]:
        """What the file says of itself."""
        import json

        start, end = self._description
        description: dict[str, str] = json.loads(self._data[start:end])
        return description

    def types(self) -> list[str]:
        """Every resource type and `data.` type, sorted."""
        return [line.partition("=")[0] for line in self._data[self._index :].decode().split()]

    def find(self, type: str) -> BlockSchema | None:
        """The schema of a type, None when the provider has no such type."""
        key = f"\n{type}=".encode()
        at = self._data.find(key, self._index)
        if at < 0:
            return None
        start = at + len(key)
        return self.block(int(self._data[start : self._data.index(b"\n", start)]))

    def block(self, number: int) -> BlockSchema:
        """Block `number`. The same object each time, so a block that occurs in many places is decoded once."""
        found = self._blocks.get(number)
        if found is None:
            found = self._blocks[number] = self._read_block(number)
        return found

    def _read_block(self, number: int) -> BlockSchema:
        data = self._data
        at = self._block_area + 2 * self._offset(self._block_offsets, number)
        flags, attributes, blocks = struct.unpack_from("<3H", data, at)
        words = struct.unpack_from(f"<{2 * attributes + 3 * blocks}H", data, at + 6)
        middle = 2 * attributes
        string, attribute = self._string, self._attribute
        return BlockSchema(
            {string(name): attribute(which) for name, which in zip(words[:middle:2], words[1:middle:2], strict=True)},
            {
                string(words[i]): NestedBlock(NESTINGS[words[i + 1]], _Later(self, words[i + 2]))
                for i in range(middle, len(words), 3)
            },
            bool(flags & OPEN),
        )

    def _string(self, number: int) -> str:
        found = self._strings.get(number)
        if found is None:
            start = self._string_area + self._offset(self._string_offsets, number)
            found = self._strings[number] = self._data[start : self._data.index(b"\n", start)].decode()
        return found

    def _attribute(self, number: int) -> AttributeSchema:
        found = self._attributes.get(number)
        if found is None:
            packed = self._offset(self._attribute_area, number)
            flags = packed & 7
            found = self._attributes[number] = AttributeSchema(
                self._type(packed >> 3), bool(flags & REQUIRED), bool(flags & COMPUTED_ONLY), bool(flags & COMPUTED)
            )
        return found

    def _type(self, number: int) -> JsonType:
        found = self._types.get(number)
        if found is None:
            found = self._types[number] = self._read_type(number)
        return found

    def _read_type(self, number: int) -> JsonType:
        at = self._type_area + 2 * self._offset(self._type_offsets, number)
        kind, argument = struct.unpack_from("<2H", self._data, at)
        if kind < len(PRIMITIVES):
            return PRIMITIVES[kind]
        if kind < OBJECT:
            return [COLLECTIONS[kind - len(PRIMITIVES)], self._type(argument)]
        words = struct.unpack_from(f"<{2 * argument}H", self._data, at + 4)
        return ["object", {self._string(words[i]): self._type(words[i + 1]) for i in range(0, len(words), 2)}]

    def _offset(self, table: int, number: int) -> int:
        found: int = struct.unpack_from("<I", self._data, table + 4 * number)[0]
        return found


class _Later:
    """A block that is read when it is asked for."""

    __slots__ = ("_number", "_store")

    def __init__(self, store: Store, number: int) -> None:
        self._store = store
        self._number = number

    def __call__(self) -> BlockSchema:
        return self._store.block(self._number)
