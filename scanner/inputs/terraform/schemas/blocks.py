"""What a provider's schema says of blocks and attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

JsonType: TypeAlias = str | list[Any]
"""A type in Terraform's JSON syntax: `"string"`, `"number"`, `"bool"`, `"dynamic"`, `["list", T]`, `["set", T]`,
`["map", T]` or `["object", {name: T}]`. Shared between schemas: never change one."""

Nesting: TypeAlias = Literal["single", "list", "set"]
"""How often a nested block can occur: at most once, or repeatedly in an order that counts or does not."""


class AttributeSchema:
    """One attribute of a block."""

    __slots__ = ("computed", "computed_only", "required", "type")

    def __init__(
        self, type: JsonType, required: bool = False, computed_only: bool = False, computed: bool = False
    ) -> None:
        self.type = type
        """Its type."""
        self.required = required
        """The configuration must set it."""
        self.computed_only = computed_only
        """Only the provider sets it: it can be referred to, and is not an argument."""
        self.computed = computed or computed_only
        """The provider may fill it in when the configuration does not set it."""

    def __repr__(self) -> str:
        mode = "required" if self.required else "computed only" if self.computed_only else "optional"
        return f"AttributeSchema({self.type!r}, {mode})"


class NestedBlock:
    """A nested block and how often it can occur."""

    __slots__ = ("_block", "nesting")

    def __init__(self, nesting: Nesting, block: BlockSchema | Callable[[], BlockSchema]) -> None:
        self.nesting = nesting
        """How often it can occur."""
        self._block = block

    @property
    def block(self) -> BlockSchema:
        """What is in it, read when it is first asked for."""
        block = self._block
        if not isinstance(block, BlockSchema):
            block = self._block = block()
        return block

    def __repr__(self) -> str:
        return f"NestedBlock({self.nesting!r})"


class BlockSchema:
    """The body of a resource, a data source or a nested block."""

    __slots__ = ("attributes", "blocks", "open")

    def __init__(
        self, attributes: Mapping[str, AttributeSchema], blocks: Mapping[str, NestedBlock], open: bool = False
    ) -> None:
        self.attributes = attributes
        """Attributes by name."""
        self.blocks = blocks
        """Nested blocks by name. A name in both mappings is an attribute whose value, a list of objects, may also be
        written as blocks; where its nesting is single, the list holds one object at most."""
        self.open = open
        """More may be in it than is said here: what is not listed is not thereby wrong."""

    def __repr__(self) -> str:
        return f"BlockSchema({len(self.attributes)} attributes, {len(self.blocks)} blocks)"
