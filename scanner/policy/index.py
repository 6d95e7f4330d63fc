"""The compiled index: one block of bytes that holds every rule, and finds those of one resource type at once.

    magic | sizes and check sum | key | header | records

The key says what the index was built from; one that differs by a byte is stale. The header maps types to records. A
record is two marshalled values, the rule's metadata and its compiled expressions; each is read when first needed.
"""

from __future__ import annotations

import binascii
import marshal
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import scanner

MAGIC = b"bylaw rules 1\n\0\0"
"""First bytes of an index."""
SIZES = struct.Struct("<III")
"""Size of the key, size and check sum of the header."""
STAMP_FILE = "PACK"
"""A pack that never changes in place has this file; its content stands for all the others."""

Slot: TypeAlias = tuple[int, int, int]
"""Offset, length and check sum of a marshalled value."""


class StaleIndex(Exception):
    """The bytes are not an index, are damaged, or were built from something else."""


class Index:
    """An index opened for reading."""

    def __init__(self, content: bytes | memoryview, key: bytes | None = None) -> None:
        """Opens an index; with `key` only one that was built from it.

        Raises:
            StaleIndex: it is damaged or was built from something else.
        """
        start = len(MAGIC) + SIZES.size
        if bytes(content[: len(MAGIC)]) != MAGIC or len(content) < start:
            raise StaleIndex("not an index")
        key_size, header_size, check = SIZES.unpack(content[len(MAGIC) : start])
        if key is not None and (key_size != len(key) or bytes(content[start : start + key_size]) != key):
            raise StaleIndex("built from something else")
        header = bytes(content[start + key_size : start + key_size + header_size])
        if len(header) != header_size or binascii.crc32(header) != check:
            raise StaleIndex("damaged")
        self._content = content
        self._records = start + key_size + header_size
        data = marshal.loads(header)
        self.rules: tuple[tuple[str, str, Slot, Slot], ...] = data["rules"]
        """Id, severity, metadata and code of every rule, by number."""
        self.terraform: dict[str, tuple[int, ...]] = data["terraform"]
        """Numbers of rules by Terraform type."""
        self.kubernetes: dict[str, tuple[int, ...]] = data["kubernetes"]
        """Numbers of rules by kind, or by group and kind."""
        self.pods: tuple[int, ...] = data["pods"]
        """Numbers of rules about whatever carries a pod."""
        self.linked: tuple[tuple[str, ...], ...] = data["linked"]
        """Types and kinds of other resources that each rule asks for, by number; `*` stands for any."""
        self.personal: frozenset[int] = data["personal"]
        """Numbers of rules to which names may matter."""
        self.defaults: dict[str, Slot] = data["defaults"]
        """Provider defaults by type."""

    def carrying(self, kinds: Iterable[str]) -> Index:
        """The same index for a configuration in which more kinds, some as `group/Kind`, carry a pod."""
        more = {kind: tuple(dict.fromkeys((*self.kubernetes.get(kind, ()), *self.pods))) for kind in kinds}
        if not more:
            return self
        found = Index.__new__(Index)
        found.__dict__.update(self.__dict__)
        found.kubernetes = {**self.kubernetes, **more}
        return found

    def load(self, slot: Slot) -> Any:
        """One marshalled value.

        Raises:
            StaleIndex: it is damaged.
        """
        offset, length, check = slot
        start = self._records + offset
        value = bytes(self._content[start : start + length])
        if len(value) != length or binascii.crc32(value) != check:
            raise StaleIndex("damaged")
        return marshal.loads(value)


def index_key(directories: Iterable[Path]) -> bytes:
    """What an index over these packs depends on: version, interpreter, this room's code, and the packs' files."""
    room = Path(__file__).parent
    parts: list[Any] = [scanner.__version__, sys.version, sys.implementation.cache_tag]
    parts += sorted(_files(room, ".py"))
    for directory in directories:
        parts.append(os.path.abspath(directory))
        try:
            parts.append((directory / STAMP_FILE).read_bytes())
        except OSError:
            parts += sorted(_files(directory, (".yaml", ".yml")))
    return repr(parts).encode("utf-8", "surrogatepass")


def _files(directory: Path, endings: str | tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of every file below a directory; what cannot be listed is reported when it is read."""
    todo = [os.fspath(directory)]
    while todo:
        try:
            entries = list(os.scandir(todo.pop()))
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith((".", "__pycache__")):
                        todo.append(entry.path)
                elif entry.name.endswith(endings):
                    status = entry.stat()
                    yield entry.path, status.st_size, status.st_mtime_ns
            except OSError:
                yield entry.path, -1, -1
