"""Reads the schema of a Terraform provider out of its published `@cdktf/provider-*` package.

The package is generated from `terraform providers schema -json`. Every compiled file ends with a source map that holds
the generated TypeScript, and that names each attribute in a comment (`// arn - computed: true, optional: false,
required: false`), followed by the accessor that tells its type:

- `this.getStringAttribute(...)` and its kin: primitives, lists and maps; `Fn.tolist(...)` around it marks a set;
- `new XOutputReference(this, "x")`: one object, because the block has `max_items` 1 or is of nesting mode single;
- `new XList(this, "x", false | true)`: a list or a set of objects.

A comment `x block` at the property of the configuration interface tells a nested block from an attribute of object
type.
"""

from __future__ import annotations

import base64
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

JsonType: TypeAlias = str | list[Any]
"""A type in Terraform's own JSON syntax."""


class PackageError(Exception):
    """The package does not look as expected."""


@dataclass(frozen=True, slots=True)
class Member:
    """One attribute or block as its class declares it."""

    name: str
    """Terraform's name."""
    computed: bool
    """The provider may set it."""
    optional: bool
    """The configuration may set it."""
    required: bool
    """The configuration must set it."""
    accessor: str
    """The expression that reads it: `new XList(this, "x", true)` or `this.getStringAttribute('x')`."""
    declared: str
    """TypeScript type of the stored value, where there is one."""


@dataclass(frozen=True, slots=True)
class Class:
    """A generated class."""

    name: str
    """TypeScript name."""
    base: str
    """`TerraformResource`, `TerraformDataSource`, `ComplexObject`, `ComplexList`, `ComplexMap`, `MapList`."""
    terraform_type: str
    """`aws_s3_bucket`, for resources and data sources only."""
    element: str
    """Class of the elements, for lists and maps only."""
    members: tuple[Member, ...]
    """In the order of the source."""


@dataclass(slots=True)
class Unit:
    """Everything one resource's folder declares."""

    classes: dict[str, Class] = field(default_factory=dict)
    """By name."""
    blocks: dict[str, frozenset[str]] = field(default_factory=dict)
    """Names documented as nested blocks, by configuration interface."""
    storage: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    """What synthesis says of each argument, `(type, value mapper)`, by struct or resource class."""


@dataclass(frozen=True, slots=True)
class Package:
    """A whole package."""

    name: str
    """`@cdktf/provider-aws`."""
    version: str
    """Version of the package."""
    provider_version: str
    """Version of the Terraform provider it was generated from."""
    units: tuple[Unit, ...]
    """Sorted by folder."""


_SOURCE_MAP = "sourceMappingURL=data:application/json;base64,"
_MEMBER = re.compile(r"^  // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n", re.M)
_DECLARED = re.compile(r"^  private _\w+\?: (.*?) ?; ?$", re.M)
_CONSTRUCTED = re.compile(r"^  private _\w+ = (new [\w.]+\(this, .*\));$", re.M)
_RETURNED = re.compile(r"^    return (.*);$", re.M)
_CLASS = re.compile(r"^export class (\w+) extends cdktf\.(\w+) \{$", re.M)
_NEXT = re.compile(r"^export ", re.M)
_RESOURCE_TYPE = re.compile(r'tfResourceType = "(\w+)"')
_ELEMENT = re.compile(r"^    return new (\w+)\(this", re.M)
_INTERFACE = re.compile(r"^export interface (\w+)[^{]*\{$", re.M)
_BLOCK_DOC = re.compile(r"^  \* (\w+) block\n  \*\n  \* Docs at Terraform Registry: \{@link \S+#(\w+) ", re.M)
_FUNCTION = re.compile(r"^export function (\w+)ToHclTerraform\(", re.M)
_STORED = re.compile(
    r"^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: \"(\w+)\",\n +storageClassType: \"\w+\",\n", re.M
)
_PROVIDER_VERSION = re.compile(r"providerVersion: '([^']+)'")


def read_package(archive: Path) -> Package:
    """The package in the npm archive at `archive`."""
    folders: dict[str, Unit] = {}
    version = name = provider_version = ""
    with tarfile.open(archive) as tar:
        for entry in tar:
            if entry.name == "package/package.json":
                manifest = json.loads(_content(tar, entry))
                name, version = manifest["name"], manifest["version"]
            elif (folder := _resource_folder(entry.name)) is not None:
                text = _typescript(_content(tar, entry).decode("utf-8"))
                found = _PROVIDER_VERSION.search(text)
                provider_version = provider_version or (found[1] if found else "")
                read_unit(text, folders.setdefault(folder, Unit()))
    if not (name and version and provider_version):
        raise PackageError(f"{archive.name} is not a provider package")
    return Package(name, version, provider_version, tuple(folders[folder] for folder in sorted(folders)))


def read_unit(text: str, unit: Unit) -> None:
    """Adds what one TypeScript file declares."""
    for found, body in _bodies(_CLASS, text):
        unit.classes[found[1]] = _read_class(found[1], found[2], body)
        if found[2].startswith("Terraform"):
            unit.storage[found[1]] = _read_storage(body)
    for found, body in _bodies(_INTERFACE, text):
        unit.blocks[found[1]] = frozenset(name for name, link in _BLOCK_DOC.findall(body) if name == link)
    for found, body in _bodies(_FUNCTION, text):
        unit.storage[found[1][0].upper() + found[1][1:]] = _read_storage(body)


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(entry)
    if stream is None:
        raise PackageError(f"{entry.name} is not a file")
    return stream.read()


def _resource_folder(path: str) -> str | None:
    parts = path.split("/")
    if len(parts) < 4 or parts[:2] != ["package", "lib"] or parts[2] == "provider" or not path.endswith(".js"):
        return None
    return parts[2]


def _typescript(javascript: str) -> str:
    at = javascript.rfind(_SOURCE_MAP)
    if at < 0:
        raise PackageError("a file has no source map")
    source: str = json.loads(base64.b64decode(javascript[at + len(_SOURCE_MAP) :]))["sourcesContent"][0]
    return source


def _bodies(start: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    for found in start.finditer(text):
        end = _NEXT.search(text, found.end())
        yield found, text[found.end() : end.start() if end else len(text)]


def _read_class(name: str, base: str, body: str) -> Class:
    terraform_type = _RESOURCE_TYPE.search(body)
    element = _ELEMENT.search(body)
    return Class(
        name,
        base,
        terraform_type[1] if terraform_type else "",
        element[1] if element else "",
        tuple(_read_members(body)),
    )


def _read_members(body: str) -> Iterator[Member]:
    heads = list(_MEMBER.finditer(body))
    ends = [head.start() for head in heads[1:]] + [len(body)]
    for head, end in zip(heads, ends, strict=False):
        text = body[head.end() : end]
        accessor = _CONSTRUCTED.search(text) or _RETURNED.search(text)
        if accessor is None:
            raise PackageError(f"{head[1]} has no accessor")
        declared = _DECLARED.search(text)
        yield Member(
            head[1],
            head[2] == "true",
            head[3] == "true",
            head[4] == "true",
            accessor[1],
            declared[1] if declared else "",
        )


def _read_storage(body: str) -> dict[str, tuple[str, str]]:
    return {name: (kind, value) for name, value, kind in _STORED.findall(body)}
