"""Module instances: what `var`, `local`, `module`, `path` and resource names mean inside each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from scanner.inputs.terraform.configuration import Configuration
from scanner.inputs.terraform.evaluate.access import LazyObject
from scanner.inputs.terraform.evaluate.declared import undeclared
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.evaluation import Evaluation
from scanner.inputs.terraform.evaluate.expansion import Expansion, InstanceKey, expand, suffix
from scanner.inputs.terraform.evaluate.nulls import without_types
from scanner.inputs.terraform.evaluate.parts import walk
from scanner.inputs.terraform.evaluate.resources import ResourceBlock
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, renamed
from scanner.inputs.terraform.evaluate.variables import Given, Variables, flag
from scanner.inputs.terraform.syntax.tree import Block, Node
from scanner.inputs.terraform.syntax.tree import Reference as ReferenceNode
from scanner.model.places import Source
from scanner.model.values import Reference, Unknown, Value

MAX_DEPTH = 64
"""Deepest nesting of module calls that is followed."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A module whose source cannot be read."""

    why: str
    """Why its outputs are unknown."""


Resolver: TypeAlias = "Callable[[ModuleInstance, Block], Configuration | Missing]"
"""Finds the configuration that a `module` block of a module instance calls."""


class ModuleInstance:
    """One instance of a module: the root, or one call's."""

    functions = True

    def __init__(
        self,
        evaluation: Evaluation,
        configuration: Configuration,
        resolve: Resolver,
        given: Given,
        address: str = "",
        parent: ModuleInstance | None = None,
        call: Block | None = None,
        path: str = ".",
    ) -> None:
        self.evaluation = evaluation
        self.configuration = configuration
        self.resolve = resolve
        self.address = address
        self.parent = parent
        self.call = call
        """The `module` block that calls it."""
        self.path = path
        """What `path.module` gives."""
        self.root_name: str = configuration.directory if parent is None else parent.root_name
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.variables = Variables(self, given)
        self._memo: dict[str, tuple[Value, bool]] = {}
        self._resources: dict[str, ResourceBlock] = {}
        self._regions: dict[str, Value] = {}
        self._calls: dict[str, Expansion[ModuleInstance | Absent]] = {}

    def scope(self, source: Source, names: dict[str, Value] | None = None) -> Scope:
        """A scope for expressions of one of its files."""
        return Scope(self, source, names or {})

    def resource(self, key: str) -> ResourceBlock | None:
        """The block declared as `type.name` or `data.type.name`."""
        known = self._resources.get(key)
        if known is None:
            block = self.configuration.resources.get(key)
            if block is None:
                return None
            known = self._resources[key] = ResourceBlock(block, self)
        return known

    def lookup(self, node: ReferenceNode, scope: Scope) -> Value:
        """The value of a reference."""
        if node not in self.evaluation.declared:
            wrong = undeclared(node, self.configuration)
            if wrong is not None:
                raise EvaluationError(wrong, node, scope)
            self.evaluation.declared.add(node)
        steps = node.steps
        first = str(steps[0])
        match node.name:
            case "local":
                return walk(self.local(first, node, scope), steps[1:], node, scope)
            case "var":
                return walk(self.variables.value(first, node, scope), steps[1:], node, scope)
            case "module":
                return walk(self.call_value(first), steps[1:], node, scope)
            case "path" | "terraform":
                return walk(self._setting(first), steps[1:], node, scope)
            case "data" | "ephemeral":
                return self._resource_value(f"{node.name}.{first}.{steps[1]}", 2, node, scope)
            case "resource" if len(steps) > 1 and steps[1].__class__ is str:
                return self._resource_value(f"{first}.{steps[1]}", 2, node, scope)
            case _:
                return self._resource_value(f"{node.name}.{first}", 1, node, scope)

    def is_secret(self, node: ReferenceNode) -> bool:
        """Whether a reference names a variable that is declared sensitive."""
        block = self.configuration.variables.get(str(node.steps[0])) if node.name == "var" else None
        return block is not None and flag(block.body.attributes.get("sensitive")) is True

    def _resource_value(self, key: str, used: int, node: ReferenceNode, scope: Scope) -> Value:
        resource = self.resource(key)
        assert resource is not None
        steps = node.steps[used:]
        expansion = resource.expansion()
        if expansion.mode == "single" and steps and steps[0].__class__ is str:
            value = expansion.instances[None].attribute(str(steps[0]), node, scope)
            return walk(value, steps[1:], node, scope) if len(steps) > 1 else value
        return walk(resource.value(), steps, node, scope)

    def local(self, name: str, node: Node, scope: Scope) -> Value:
        """`local.name`, worked out once."""
        attribute, source = self.configuration.locals[name]
        label = self._label(f"local.{name}")

        def compute() -> Value:
            value = self.evaluation.guarded(attribute.expression, self.scope(source))
            return chained(value, f"local.{name}", source, attribute.start, attribute.end)

        return self.memoised(label, compute, node, scope)

    def memoised(self, label: str, compute: Callable[[], Value], node: Node, scope: Scope) -> Value:
        """Works a named value out once, noticing circles and whether it is sensitive."""
        evaluation = self.evaluation
        known = self._memo.get(label)
        if known is None:
            if label in evaluation.stack:
                return evaluation.cycle(label, scope, node)
            evaluation.stack.append(label)
            before = evaluation.sensitive
            value = compute()
            evaluation.stack.pop()
            self._memo[label] = (value, evaluation.sensitive != before)
            return value
        if known[1]:
            evaluation.sensitive += 1
        return known[0]

    def calls(self, name: str) -> Expansion[ModuleInstance | Absent]:
        """The instances of a module call, worked out once."""
        known = self._calls.get(name)
        if known is None:
            block = self.configuration.calls[name]
            scope = self.scope(block.body.source)
            label = self._label(f"module.{name} (expand)")
            if label in self.evaluation.stack:
                unknown = self.evaluation.cycle(label, scope, block)
                return Expansion("unknown", {None: Absent(self, block, unknown.cause)}, unknown)
            self.evaluation.stack.append(label)
            target = self._target(block)
            known = expand(block, scope, lambda key, names: self._instance(block, target, key, names))
            self.evaluation.stack.pop()
            self._calls[name] = known
        return known

    def _target(self, block: Block) -> Configuration | Missing:
        if self.depth >= MAX_DEPTH:
            return Missing(f"module calls are nested more than {MAX_DEPTH} deep")
        target = self.resolve(self, block)
        ancestor: ModuleInstance | None = self
        while ancestor is not None and isinstance(target, Configuration):
            if ancestor.configuration is target:
                what = f"Cycle: module {block.labels[0]} calls a module that it is itself part of"
                self.evaluation.report("error", what, block.body.source, block.start, block.heading_end)
                return Missing(what)
            ancestor = ancestor.parent
        return target

    def _instance(
        self, block: Block, target: Configuration | Missing, key: InstanceKey, names: dict[str, Value]
    ) -> ModuleInstance | Absent:
        if isinstance(target, Missing):
            return Absent(self, block, target.why)
        address = self._label(f"module.{block.labels[0]}{suffix(key, names)}")
        given = Given(call=block, scope=self.scope(block.body.source, names))
        path = module_path(self.path, self.configuration.directory, target.directory)
        return ModuleInstance(self.evaluation, target, self.resolve, given, address, self, block, path)

    def call_value(self, name: str) -> Value:
        """What `module.name` gives."""
        self.evaluation.instances += 1
        return self.calls(name).value(LazyObject)

    def attribute(self, name: str, node: Node, scope: Scope) -> Value:
        """An output, as the calling module sees it."""
        output = self.configuration.outputs.get(name)
        if output is None:
            message = f'Unsupported attribute: this object does not have an attribute named "{name}"'
            raise EvaluationError(message, node, scope)
        return self.output(output, node, scope)

    def output(self, output: Block, node: Node, scope: Scope) -> Value:
        """The value of one of its outputs."""
        name = output.labels[0]
        source = output.body.source
        label = self._label(f"output.{name}")

        def compute() -> Value:
            attribute = output.body.attributes.get("value")
            if attribute is None:
                what = 'Missing required argument: the argument "value" is required, but no definition was found'
                self.evaluation.report("error", what, source, output.start, output.heading_end)
                return TypedUnknown(what)
            if flag(output.body.attributes.get("sensitive")):
                self.evaluation.sensitive += 1
            value = self.evaluation.guarded(attribute.expression, self.scope(source))
            shown = f"{self.address}.{name}" if self.address else f"output.{name}"
            return chained(value, shown, source, attribute.start, attribute.end)

        return self.memoised(label, compute, node, scope)

    def evaluate_rest(self) -> None:
        """Works out what no resource needed, so that errors in it are reported as well."""
        self.variables.check()
        for name, (attribute, source) in self.configuration.locals.items():
            self.local(name, attribute, self.scope(source))
        self.whole()

    def whole(self) -> Value:
        """All outputs."""
        return {
            name: self.output(block, block, self.scope(block.body.source))
            for name, block in self.configuration.outputs.items()
        }

    def provider_region(self, key: str) -> Value:
        """The region of the provider configuration `name` or `name.alias` that this module uses; None if none says."""
        known = self._regions.get(key, self)
        if known is self:
            known = self._regions[key] = self._find_region(key)
        return known

    def _find_region(self, key: str) -> Value:
        block = self.configuration.providers.get(key)
        if block is not None and (self.parent is None or "region" in block.body.attributes):
            attribute = block.body.attributes.get("region")
            if attribute is None:
                return None
            return without_types(self.evaluation.guarded(attribute.expression, self.scope(block.body.source)))
        if self.parent is None or self.call is None:
            return None
        passed = self.call.body.attributes.get("providers")
        for name, given in getattr(passed.expression, "items", ()) if passed is not None else ():
            wanted = getattr(name, "value", None) or dotted(name)
            if wanted == key:
                return self.parent.provider_region(dotted(given))
        return self.parent.provider_region(key) if "." not in key else None

    def _setting(self, name: str) -> Value:
        match name:
            case "workspace":
                return self.evaluation.workspace
            case "module":
                return self.path
            case "root":
                return "."
            case "cwd":
                return Unknown("path.cwd depends on where Terraform is run")
            case _:
                return Unknown("terraform.applying tells an apply from a plan")

    def _label(self, name: str) -> str:
        return f"{self.address}.{name}" if self.address else name


class Absent:
    """Stands for an instance of a module that could not be read: every output is unknown."""

    __slots__ = ("_parent", "block", "why")

    def __init__(self, parent: ModuleInstance, block: Block, why: str) -> None:
        self._parent = parent
        self.block = block
        self.why = why

    def attribute(self, name: str, node: Node, scope: Scope) -> Value:
        """Some output."""
        place = self.block.body.source.place(self.block.start, self.block.heading_end)
        label = self._parent._label(f"module.{self.block.labels[0]}")
        reference = Reference(f"{label}.{name}", place, "make the module's source available")
        origin = ("module", self._parent.root_name, label, name)
        return TypedUnknown(self.why, (reference,), origin)

    def whole(self) -> Value:
        """All outputs, of which not even the names are known."""
        return Unknown(self.why)


def chained(value: Value, name: str, source: Source, start: int, end: int) -> Value:
    """The same Unknown, reached by one more name."""
    if not isinstance(value, Unknown):
        return value
    return renamed(value, Reference(name, source.place(start, end)))


def dotted(node: Node) -> str:
    """A reference as it is written: `aws.west`."""
    return ".".join((getattr(node, "name", ""), *map(str, getattr(node, "steps", ()))))


def module_path(caller: str, caller_directory: str, directory: str) -> str:
    """`path.module` of a called module, from that of its caller."""
    import os

    relative = os.path.relpath(directory, caller_directory)
    return os.path.normpath(os.path.join(caller, relative)).replace(os.sep, "/")
