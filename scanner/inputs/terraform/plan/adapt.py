"""Planned resources to the resources that rules see."""

from __future__ import annotations

from functools import partial
from typing import Any

from scanner.inputs.terraform.evaluate.blocks import META_ARGUMENTS
from scanner.inputs.terraform.evaluate.builtin import find_schema
from scanner.inputs.terraform.plan.addresses import parent_of
from scanner.inputs.terraform.plan.configuration import (
    PlanConfiguration,
    expressions_of,
    is_expression,
)
from scanner.inputs.terraform.plan.document import Remarks
from scanner.inputs.terraform.plan.links import Made
from scanner.inputs.terraform.plan.places import PlanPlaces
from scanner.inputs.terraform.plan.planned import Planned
from scanner.inputs.terraform.plan.references import Here, Resolver, repeat_of
from scanner.inputs.terraform.plan.regions import Regions
from scanner.inputs.terraform.plan.source import HclSource, heading
from scanner.inputs.terraform.plan.values import Builder
from scanner.inputs.terraform.plan.written import Written
from scanner.inputs.terraform.plan.written_hcl import HclWritten
from scanner.inputs.terraform.schemas import BlockSchema
from scanner.inputs.terraform.secrets import labels_of, marked
from scanner.inputs.terraform.syntax.tree import Block
from scanner.model.origins import Call, Origin
from scanner.model.resources import Resource
from scanner.model.values import Object, Path, Reference, Unknown, Value


class Adapter:
    """Makes the resources of one plan; blocks and modules, which many instances share, are looked at once."""

    def __init__(
        self,
        places: PlanPlaces,
        root: str,
        configuration: PlanConfiguration,
        source: HclSource | None,
        resolver: Resolver,
        regions: Regions,
        remarks: Remarks,
    ) -> None:
        self._places = places
        self._root = root
        self._configuration = configuration
        self._source = source
        self._resolver = resolver
        self._regions = regions
        self._remarks = remarks
        self._declared: dict[tuple[tuple[str, ...], str], _Declared] = {}
        self._origins: dict[str, Origin] = {}

    def origins(self) -> list[Origin]:
        """The origins of the resources that were made: each of them has one of these very objects."""
        return list(self._origins.values())

    def made(self, planned: Planned) -> Made:
        """The resource that rules see, with what it was made from."""
        declared = self._declaration(planned)
        here = Here(planned.address.module, planned.address.key, declared.repeat)
        builder = Builder(partial(self._unknown, planned, here))
        built = builder.attributes(
            planned.values, planned.unknown, planned.sensitive, declared.written, declared.schema
        )
        attributes = marked(built, planned.type, declared.schema)
        if builder.too_deep:
            what = f"{planned.text}: values nested too deeply were not read"
            self._remarks.add("error", "unparsable", what, self._places.of(planned.text))
        block = declared.block
        place = self._places.of(planned.text) if block is None else heading(block)
        resource = Resource(
            address=planned.text,
            type=planned.kind,
            provider=planned.type.partition("_")[0],
            name=planned.name,
            attributes=attributes,
            origin=self._origin(planned.address.module),
            place=place,
            extent=place if block is None else block.body.source.place(block.start, block.end),
            region=self._region(attributes, declared),
            labels=labels_of(attributes),
            explain=None if declared.written is None else partial(self._explain, declared.written, here),
            action=planned.action,
        )
        return Made(planned, resource, declared.written, here)

    def _declaration(self, planned: Planned) -> _Declared:
        key = (planned.address.path, planned.address.block)
        known = self._declared.get(key)
        if known is None:
            module = self._configuration.module(key[0])
            raw = module.blocks.get(key[1]) if module is not None else None
            block = self._source.block(*key) if self._source is not None else None
            known = self._declared[key] = _Declared(raw, block, find_schema(planned.kind))
        return known

    def _origin(self, module: str) -> Origin:
        known = self._origins.get(module)
        if known is None:
            calls = {call.address: call for call in self._source.calls(module)} if self._source is not None else {}
            chain: list[Call] = []
            at = module
            while at:
                chain.append(calls.get(at) or Call(at, self._places.of(at)))
                at = parent_of(at)[0]
            known = self._origins[module] = Origin("terraform", self._root, tuple(reversed(chain)))
        return known

    def _region(self, attributes: Object, declared: _Declared) -> Value:
        for name in ("region", "location"):
            if name in attributes:
                return attributes[name]
        return None if declared.raw is None else self._regions.of(declared.raw.get("provider_config_key"))

    def _unknown(
        self, planned: Planned, here: Here, written: Written | None, name: str, required: bool, path: Path
    ) -> Unknown:
        when = "after apply" if planned.mode == "managed" else "when Terraform reads it"
        origin = ("plan", self._places.file, planned.text, path)
        shown = _shown(planned.text, path)
        if written is None:
            return Unknown(f"{shown} is known only {when}", (), origin, required)
        if not written.has(name):
            cause = f"{shown} is known only {when}, and whether it is written only from the source (--source DIR)"
            return Unknown(cause, (), origin, required)
        found = self._resolver.resolve(written.mentions(name), here)
        certain = required or (found.sure and bool(found.targets))
        # What depends on nothing that has a name may come to anything: then no name is better than its own.
        references = (Reference(shown, written.place(name)), *found.references) if found.references else ()
        return Unknown(f"known only {when}", references, origin, certain)

    def _explain(self, written: Written, here: Here, path: Path) -> tuple[Reference, ...]:
        if not path or not isinstance(path[0], str):
            return ()
        return self._resolver.resolve(written.mentions(path[0]), here).references


class _Declared:
    """What is known of a resource block, whatever its instances."""

    __slots__ = ("block", "raw", "repeat", "schema", "written")

    def __init__(self, raw: dict[str, Any] | None, block: Block | None, schema: BlockSchema | None) -> None:
        self.raw = raw
        """As the plan's configuration has it."""
        self.block = block
        """As the source has it."""
        self.schema = schema
        self.repeat = None if raw is None else repeat_of(raw)
        """What its `for_each` refers to."""
        self.written: Written | None = None
        """How it is written, by the source if that is still what was planned."""
        if block is not None and (raw is None or _agree(block, expressions_of(raw))):
            self.written = HclWritten(block.body)
        elif raw is not None:
            self.written = Written(expressions_of(raw), schema)


def _agree(block: Block, expressions: dict[str, Any]) -> bool:
    """Whether a block has the arguments that were planned, and at least their blocks (a plan leaves some out)."""
    arguments = {name for name, value in expressions.items() if is_expression(value)}
    blocks = {nested.type for nested in block.body.blocks}
    written = block.body.attributes.keys() - META_ARGUMENTS
    return arguments <= written | blocks and written <= expressions.keys() and expressions.keys() - arguments <= blocks


def _shown(address: str, path: Path) -> str:
    return address + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
