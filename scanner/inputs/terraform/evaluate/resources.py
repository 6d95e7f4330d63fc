"""Resource, data and ephemeral blocks: their instances, and the attributes of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.configuration import key_of
from scanner.inputs.terraform.evaluate.access import Exported, LazyObject
from scanner.inputs.terraform.evaluate.blocks import META_ARGUMENTS, argument, block_types, nested
from scanner.inputs.terraform.evaluate.builtin import find_schema
from scanner.inputs.terraform.evaluate.data import COMPUTED, read
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.expansion import Expansion, InstanceKey, expand, suffix
from scanner.inputs.terraform.evaluate.exported import absent, exported_blocks, surely_set, undocumented, unknown
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.schemas import BlockSchema
from scanner.inputs.terraform.syntax.tree import Block, Node
from scanner.model.values import Object, Span, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.modules import ModuleInstance


class ResourceBlock:
    """One `resource`, `data` or `ephemeral` block of one module instance."""

    __slots__ = ("_expansion", "block", "key", "mode", "module", "schema", "type")

    def __init__(self, block: Block, module: ModuleInstance) -> None:
        self.block = block
        self.module = module
        self.mode = block.type
        """`resource`, `data` or `ephemeral`."""
        self.type = block.labels[0]
        self.key = key_of(block)
        """`type.name` or `data.type.name`."""
        self.schema: BlockSchema | None = find_schema(self.type if self.mode == "resource" else f"data.{self.type}")
        self._expansion: Expansion[ResourceInstance] | None = None

    @property
    def address(self) -> str:
        """Address without an instance key."""
        prefix = self.module.address
        return f"{prefix}.{self.key}" if prefix else self.key

    def expansion(self) -> Expansion[ResourceInstance]:
        """Its instances, worked out once."""
        if self._expansion is None:
            scope = self.module.scope(self.block.body.source)
            evaluation = self.module.evaluation
            name = f"{self.address} (expand)"
            if name in evaluation.stack:
                unknown = evaluation.cycle(name, scope, self.block)
                return Expansion("unknown", {None: ResourceInstance(self, None, {})}, unknown)
            evaluation.stack.append(name)
            self._expansion = expand(self.block, scope, lambda key, names: ResourceInstance(self, key, names))
            evaluation.stack.pop()
        return self._expansion

    def value(self) -> Value:
        """What a reference to the whole block gives."""
        self.module.evaluation.instances += 1
        return self.expansion().value(LazyObject)


class ResourceInstance:
    """One instance of a resource block."""

    __slots__ = ("_memo", "_read", "key", "names", "resource")

    def __init__(self, resource: ResourceBlock, key: InstanceKey, names: dict[str, Value]) -> None:
        self.resource = resource
        self.key = key
        self.names = names
        self._memo: dict[str, tuple[Value, bool]] = {}
        self._read: tuple[dict[str, Value], bool] | None = None

    @property
    def address(self) -> str:
        """Terraform's own address."""
        return self.resource.address + suffix(self.key, self.names)

    def scope(self) -> Scope:
        """What the arguments of the block may refer to."""
        return self.resource.module.scope(self.resource.block.body.source, self.names)

    def attribute(self, name: str, node: Node, scope: Scope) -> Value:
        """The value of `address.name` where another expression refers to it."""
        body = self.resource.block.body
        if name in body.attributes and name not in META_ARGUMENTS:
            value, sensitive = self.argument(name)
            if sensitive:
                self.resource.module.evaluation.sensitive += 1
            if value is not None:
                return self._exported(name, value) if isinstance(value, (list, dict)) else value
        elif any(name in (block.type, *block.labels[:1]) for block in body.blocks):
            value = self.blocks(name)
            if self._memo.get(name, (None, False))[1]:
                self.resource.module.evaluation.sensitive += 1
            return self._exported(name, value)
        if self.resource.mode == "data" and name in COMPUTED.get(self.resource.type, ()):
            values, sensitive = self.read()
            if sensitive:
                self.resource.module.evaluation.sensitive += 1
            return values[name]
        return self._absent(name, node, scope)

    def argument(self, name: str) -> tuple[Value, bool]:
        """A written argument, worked out once, and whether it is sensitive."""
        known = self._memo.get(name)
        if known is not None:
            return known
        resource = self.resource
        evaluation = resource.module.evaluation
        scope = self.scope()
        attribute = resource.block.body.attributes[name]
        label = f"{self.address}.{name}"
        if label in evaluation.stack:
            return evaluation.cycle(label, scope, attribute.expression), False
        evaluation.stack.append(label)
        scope = scope.at(resource.block.body.source_of(name))
        known = self._memo[name] = argument(attribute, scope, resource.schema)
        evaluation.stack.pop()
        return known

    def blocks(self, name: str) -> Value:
        """The nested blocks of one type, as a list."""
        known = self._memo.get(name)
        if known is None:
            resource = self.resource
            evaluation = resource.module.evaluation
            label = f"{self.address}.{name}"
            if label in evaluation.stack:
                return evaluation.cycle(label, self.scope(), resource.block)
            evaluation.stack.append(label)
            used = evaluation.sensitive
            value = nested(resource.block.body.blocks, name, self.scope(), resource.schema)
            evaluation.stack.pop()
            known = self._memo[name] = (value, evaluation.sensitive != used)
        return known[0]

    def read(self) -> tuple[dict[str, Value], bool]:
        """The attributes of a data source that follow from its arguments, worked out once, and whether these are
        sensitive.
        """
        if self._read is None:
            evaluation = self.resource.module.evaluation
            label = f"{self.address} (read)"
            if label in evaluation.stack:
                unknown = evaluation.cycle(label, self.scope(), self.resource.block)
                return dict.fromkeys(COMPUTED[self.resource.type], unknown), False
            evaluation.stack.append(label)
            self._read = read(self)
            evaluation.stack.pop()
        return self._read

    def written(self) -> Object:
        """Every argument and block that is written, as a list where blocks are concerned, and what was read."""
        result = self.arguments()
        if self.resource.mode == "data" and self.resource.type in COMPUTED:
            values, sensitive = self.read()
            computed = {name: value for name, value in values.items() if name not in result}
            result.update(computed)
            if sensitive:
                result.sensitive = result.sensitive.union(computed)
        return result

    def arguments(self) -> Object:
        """Every argument and block that is written, as a list where blocks are concerned."""
        body = self.resource.block.body
        result = Object((), body.source, (body.start, body.end))
        spans: dict[str, Span] = {}
        sensitive = []
        for name, attribute in body.attributes.items():
            if name in META_ARGUMENTS:
                continue
            result[name], secret = self.argument(name)
            if body.overridden is None or name not in body.overridden:
                spans[name] = (attribute.start, attribute.end)
            if secret:
                sensitive.append(name)
        for name in block_types(body):
            result[name] = self.blocks(name)
            spans[name] = next((b.start, b.heading_end) for b in body.blocks if name in (b.type, *b.labels[:1]))
        result.spans = spans
        if sensitive:
            result.sensitive = frozenset(sensitive)
        return result

    def whole(self) -> Value:
        """The instance as a value: what is written, and what the schema says there is besides."""
        schema = self.resource.schema
        if schema is None:
            return unknown(self, "", "is known only after apply", not_null=True)
        known = self._memo.get("*")
        if known is None:
            scope = self.scope()
            used = scope.module.evaluation.sensitive
            result = Exported(self, "", not schema.open)
            for name in {**self.written(), **schema.attributes, **schema.blocks}:
                result[name] = self.attribute(name, self.resource.block, scope)
            known = self._memo["*"] = (result, scope.module.evaluation.sensitive != used)
        elif known[1]:
            self.resource.module.evaluation.sensitive += 1
        return known[0]

    def missing(self, name: str, path: str, node: Node, scope: Scope) -> Value:
        """An attribute that neither the configuration nor the schema knows, of the instance or of a block at `path`."""
        label = f"{self.address}.{path}" if path else self.address
        what = f'the attribute "{name}" of {label} is not in the provider schema that is built in'
        scope.module.evaluation.report("note", what, scope.source, node.start, node.end)
        return unknown(self, f"{path}.{name}" if path else name, "is not in the provider schema that is built in")

    def unsaid(self, path: str) -> Value:
        """An attribute of something that the schema leaves open."""
        return unknown(self, path, "is known only after apply")

    def _exported(self, name: str, value: Value) -> Value:
        """The value of an argument, or of blocks, as others see it."""
        schema = self.resource.schema
        known = None if schema is None else schema.blocks.get(name)
        if known is None and (schema is not None or name in self.resource.block.body.attributes):
            return value
        label = f"{name} (exported)"
        if label not in self._memo:
            self._memo[label] = (exported_blocks(value, known, self, name), False)
        return self._memo[label][0]

    def _absent(self, name: str, node: Node, scope: Scope) -> Value:
        if not undocumented(self, name):
            return absent(self, name)
        if self.resource.type == "terraform_data":
            message = f'Unsupported attribute: this object has no argument or attribute named "{name}"'
            raise EvaluationError(message, node, scope)
        return self.missing(name, "", node, scope)


__all__ = ["ResourceBlock", "ResourceInstance", "surely_set"]
