"""Turns what a provider package declares into block schemas, checks them, and lays one version over another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from terraform_schema_package import Class, JsonType, Member, Package, PackageError, Unit

Nesting = Literal["single", "list", "set"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute of a block."""

    type: JsonType
    """In Terraform's JSON syntax."""
    required: bool
    """The configuration must set it."""
    optional: bool
    """The configuration may set it."""
    computed: bool
    """The provider may set it; with neither `required` nor `optional` nobody else can."""


@dataclass(slots=True)
class Block:
    """A block: the body of a resource, or a nested one."""

    attributes: dict[str, Attribute] = field(default_factory=dict)
    """By name."""
    blocks: dict[str, tuple[Nesting, Block]] = field(default_factory=dict)
    """Nested blocks by name. One that is an attribute too may be written either way (attributes as blocks)."""
    open: bool = False
    """The source says nothing of what is in it."""


_SIMPLE: dict[str, JsonType] = {
    "getStringAttribute": "string",
    "getNumberAttribute": "number",
    "getBooleanAttribute": "bool",
    "getListAttribute": ["list", "string"],
    "getNumberListAttribute": ["list", "number"],
    "getStringMapAttribute": ["map", "string"],
    "getNumberMapAttribute": ["map", "number"],
    "getBooleanMapAttribute": ["map", "bool"],
    "getAnyMapAttribute": "dynamic",
}
_LIBRARY: dict[str, JsonType] = {
    "cdktf.StringMap": ["map", "string"],
    "cdktf.NumberMap": ["map", "number"],
    "cdktf.BooleanMap": ["map", "bool"],
    "cdktf.StringMapList": ["list", ["map", "string"]],
}
_DECLARED: dict[str, JsonType] = {
    "string[][]": ["list", ["list", "string"]],
    "number[][]": ["list", ["list", "number"]],
    "{ [key: string]: string }[]": ["list", ["map", "string"]],
    "{ [key: string]: { [key: string]: string } }": ["map", ["map", "string"]],
    "any": "dynamic",
    "": "dynamic",
}
_NEW = re.compile(r'new ([\w.]+)\(this, "\w+"(?:, (true|false))?\)')
_GET = re.compile(r"this\.(\w+)\(")


def compile_package(package: Package) -> dict[str, Block]:
    """The schema of each resource, and of each data source under `data.TYPE`."""
    schemas: dict[str, Block] = {}
    for unit in package.units:
        for declared in unit.classes.values():
            if declared.terraform_type:
                prefix = "data." if declared.base == "TerraformDataSource" else ""
                schemas[prefix + declared.terraform_type] = _Compiler(unit).block(declared, declared.name + "Config")
    return schemas


class _Compiler:
    """Compiles the classes of one unit."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._path: list[str] = []

    def block(self, declared: Class, interface: str) -> Block:
        """The block whose members `declared` has and whose configuration `interface` documents."""
        if declared.name in self._path:  # statements of AWS WAF nest in themselves
            return Block(open=True)
        self._path.append(declared.name)
        block = Block()
        documented = self._unit.blocks.get(interface, frozenset())
        for member in declared.members:
            self._add(member, member.name in documented, block)
        self._path.pop()
        return block

    def _add(self, member: Member, documented: bool, block: Block) -> None:
        nesting, child = self._child(member)
        type_ = self.type(member) if child is None or not documented else ""
        if documented and child is not None:
            block.blocks[member.name] = (nesting, self._nested(child))
        elif documented and type_ == "dynamic":  # the generator leaves out the largest blocks
            block.blocks[member.name] = ("single", Block(open=True))
        else:
            block.attributes[member.name] = Attribute(type_, member.required, member.optional, member.computed)
            if child is not None and (member.optional or member.required) and nesting != "single":
                block.blocks[member.name] = (nesting, self._nested(child))

    def type(self, member: Member) -> JsonType:
        """The type of an attribute."""
        new = _NEW.fullmatch(member.accessor)
        if new is None:
            return self._read_type(member)
        wrap = "set" if new[2] == "true" else "list"
        if new[1] in _LIBRARY:
            return _LIBRARY[new[1]]
        declared = self._class(new[1])
        if declared.base in ("ComplexList", "MapList"):
            return [wrap, self._element_type(declared)]
        if declared.base == "ComplexMap":
            return ["map", self._element_type(declared)]
        return self._object(declared)

    def _element_type(self, declared: Class) -> JsonType:
        element = self._class(declared.element)
        return ["list", self._element_type(element)] if element.base == "ComplexList" else self._object(element)

    def _object(self, declared: Class) -> JsonType:
        if declared.name in self._path:
            return "dynamic"
        self._path.append(declared.name)
        type_: JsonType = ["object", {member.name: self.type(member) for member in declared.members}]
        self._path.pop()
        return type_

    def _read_type(self, member: Member) -> JsonType:
        getter = _GET.findall(member.accessor)[-1]
        if getter == "interpolationForAttribute":
            type_ = _DECLARED[member.declared.removesuffix(" | cdktf.IResolvable")]
        else:
            type_ = _SIMPLE[getter]
        if "Fn.tolist(" in member.accessor and isinstance(type_, list) and type_[0] == "list":
            return ["set", *type_[1:]]
        return type_

    def _child(self, member: Member) -> tuple[Nesting, Class | None]:
        new = _NEW.fullmatch(member.accessor)
        if new is None or new[1].startswith("cdktf."):
            return "single", None
        declared = self._class(new[1])
        if declared.base == "ComplexObject":
            return "single", declared
        if declared.base == "ComplexList":
            return ("set" if new[2] == "true" else "list"), self._class(declared.element)
        return "single", None

    def _nested(self, declared: Class) -> Block:
        return self.block(declared, declared.name.removesuffix("OutputReference"))

    def _class(self, name: str) -> Class:
        try:
            return self._unit.classes[name]
        except KeyError:
            raise PackageError(f"class {name} is not declared") from None


def disagreements(package: Package) -> Iterator[str]:
    """Where the accessors and the synthesis of a package, which state the same facts separately, differ."""
    for unit in package.units:
        for declared in unit.classes.values():
            stored = unit.storage.get(declared.name.removesuffix("OutputReference"))
            if stored is None:
                continue
            members = {member.name: member for member in declared.members}
            for name, (kind, mapper) in stored.items():
                member = members.get(name)
                if member is None:
                    yield f"{declared.name}.{name} has no accessor"
                elif not _agrees(_Compiler(unit), member, kind, mapper):
                    yield f"{declared.name}.{name}: {member.accessor} but {kind} {mapper}"


def _agrees(compiler: _Compiler, member: Member, kind: str, mapper: str) -> bool:
    type_ = compiler.type(member)
    repeated = "listMapperHcl(" in mapper
    outer = type_ if isinstance(type_, str) else type_[0]
    match kind:
        case "simple":
            return isinstance(type_, str)
        case "map":
            return outer == "map" or type_ == "dynamic"
        case "struct":
            return outer == "object"
        case "list" | "set":
            return outer == (kind if repeated else "object")
        case _:
            return False


def overlay(newer: dict[str, Block], older: dict[str, Block]) -> Counter[str]:
    """Adds to `newer` what only `older` has, so that configuration for an older provider is understood too."""
    added: Counter[str] = Counter()
    for name, block in older.items():
        if name in newer:
            _overlay_block(newer[name], block, added)
        else:
            newer[name] = block
            added["types"] += 1
    return added


def _overlay_block(newer: Block, older: Block, added: Counter[str]) -> None:
    for name, attribute in older.attributes.items():
        if name not in newer.attributes and name not in newer.blocks:
            optional = attribute.optional or attribute.required
            newer.attributes[name] = Attribute(attribute.type, False, optional, attribute.computed)
            added["attributes"] += 1
    for name, (nesting, block) in older.blocks.items():
        if name in newer.blocks:
            _overlay_nested(newer, name, nesting, block, added)
        elif name not in newer.attributes:
            newer.blocks[name] = (nesting, block)
            added["blocks"] += 1


def _overlay_nested(newer: Block, name: str, nesting: Nesting, block: Block, added: Counter[str]) -> None:
    now, child = newer.blocks[name]
    if nesting == "single" != now and name not in newer.attributes:
        # Providers moved to a framework whose blocks do not say how often they may occur; the limit has remained.
        newer.blocks[name] = (nesting, child)
        added["blocks known to be single"] += 1
    _overlay_block(child, block, added)


def make_single(schemas: dict[str, Block], paths: Iterable[str]) -> Counter[str]:
    """Marks the nested blocks at `paths` (`TYPE.block.block`) as occurring at most once."""
    made: Counter[str] = Counter()
    for path in paths:
        type_, *names = path.split(".")
        block = schemas.get(type_)
        if block is None:
            continue
        for name in names[:-1]:
            block = block.blocks[name][1]
        if names[-1] not in block.blocks:
            raise PackageError(f"{path} is declared single, and there is no such block")
        made["blocks declared single"] += block.blocks[names[-1]][0] != "single"
        block.blocks[names[-1]] = ("single", block.blocks[names[-1]][1])
    return made


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block at every depth."""
    for block in blocks:
        yield block
        yield from walk(child for _, child in block.blocks.values())
