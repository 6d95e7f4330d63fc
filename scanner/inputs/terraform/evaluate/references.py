"""Which names an expression refers to, where values came from, and which resources they lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from scanner.inputs.terraform.evaluate.access import force
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.expansion import REPEATED_OVER
from scanner.inputs.terraform.evaluate.expressions import evaluate
from scanner.inputs.terraform.evaluate.mentions import Mention, mentions
from scanner.inputs.terraform.evaluate.resources import ResourceInstance
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.syntax import tree
from scanner.model.places import Source
from scanner.model.values import Path, Reference, Unknown

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.modules import Absent, ModuleInstance

MAX_TRACED = 64
"""Most steps one value is traced back; real chains have fewer than ten."""


class Tracer:
    """Follows references through locals, variables and outputs, across modules."""

    def __init__(self) -> None:
        self._mentions: dict[tree.Node, list[Mention]] = {}

    def mentions(self, node: tree.Expression) -> list[Mention]:
        """`mentions`, once for each expression however many instances share it."""
        known = self._mentions.get(node)
        if known is None:
            known = self._mentions[node] = mentions(node)
        return known

    def provenance(self, instance: ResourceInstance, path: Path) -> tuple[Reference, ...]:
        """What the value at `path` of a resource was computed from, nearest first."""
        found: dict[Reference, None] = {}
        scope = instance.scope()
        body = instance.resource.block.body
        for expression in _expressions_at(body, path):
            self._trace(expression, scope, found, set())
        return tuple(found)

    def _trace(
        self, node: tree.Expression, scope: Scope, found: dict[Reference, None], seen: set[tuple[int, int]]
    ) -> None:
        for reference, key_node, attribute in self.mentions(node):
            if len(found) >= MAX_TRACED or (reference.name in scope.names and reference.name not in ("each", "count")):
                continue
            if reference.name == "each" and REPEATED_OVER in scope.names:
                expression, outer = scope.names[REPEATED_OVER]
                key = (id(expression), id(outer.module))
                if key not in seen:
                    seen.add(key)
                    self._trace(expression, outer, found, seen)
                continue
            for name, source, span, expression, inner in self.origins(reference, scope, key_node, attribute):
                found[Reference(name, source.place(*span))] = None
                key = (id(expression), id(inner.module))
                if expression is not None and key not in seen:
                    seen.add(key)
                    self._trace(expression, inner, found, seen)

    def origins(
        self,
        node: tree.Reference,
        scope: Scope,
        key_node: tree.Expression | None = None,
        attribute: str | None = None,
    ) -> Iterator[Origin]:
        """Where the thing a mention names is declared, and the expression behind it."""
        from scanner.inputs.terraform.evaluate.modules import ModuleInstance

        module = scope.module
        if not isinstance(module, ModuleInstance) or not node.steps or not isinstance(node.steps[0], str):
            return
        name = node.steps[0]
        configuration = module.configuration
        if node.name == "local" and name in configuration.locals:
            declared, source = configuration.locals[name]
            span = (declared.start, declared.end)
            yield f"local.{name}", source, span, declared.expression, module.scope(source)
        elif node.name == "var" and name in configuration.variables:
            yield from module.variables.origins(name)
        elif node.name == "module" and name in configuration.calls:
            instances = module.calls(name).instances
            chosen = _chosen(instances, node.steps[1:])
            if key_node is not None and len(node.steps) == 1:
                chosen = _keyed(instances, key_node, scope)
            output = _output_name(node, attribute)
            for child in chosen:
                yield from _output(child, output)

    def targets(self, node: tree.Expression, scope: Scope) -> dict[ResourceInstance, None]:
        """The resource instances that an expression leads to or may lead to."""
        found, perhaps = self.reached(node, scope)
        return found | perhaps

    def reached(self, node: tree.Expression, scope: Scope) -> tuple[_Instances, _Instances]:
        """The resource instances that an expression leads to, and those of which only its value can tell.

        These are behind the outputs of modules that it mentions as a whole, as `values(module.m)` does: to Terraform it
        then depends on all of them.
        """
        found: _Instances = {}
        perhaps: _Instances = {}
        self._targets(node, scope, found, perhaps, set())
        return found, perhaps

    def _targets(
        self,
        node: tree.Expression,
        scope: Scope,
        found: _Instances,
        perhaps: _Instances,
        seen: set[tuple[int, int, int, bool]],
    ) -> None:
        """Adds to `found` and `perhaps`. An expression is looked at once for each: locals that use each other twice are
        no tree.
        """
        from scanner.inputs.terraform.evaluate.modules import ModuleInstance

        for reference, key_node, attribute in self.mentions(node):
            module = scope.module
            if not isinstance(module, ModuleInstance) or not reference.steps:
                continue
            if reference.name in ("local", "var", "module"):
                whole = reference.name == "module" and _output_name(reference, attribute) is None
                into = perhaps if whole else found
                for _, _, _, expression, inner in self.origins(reference, scope, key_node, attribute):
                    key = (id(expression), id(inner.module), id(inner.names) if inner.names else 0, into is perhaps)
                    if expression is not None and key not in seen:
                        seen.add(key)
                        self._targets(expression, inner, into, perhaps, seen)
            elif reference.name == "each" and "each" in scope.names:
                certain, doubtful = self._through_each(scope)
                found |= certain
                perhaps |= doubtful
            elif reference.name not in scope.names:
                found |= self._resources(reference, key_node, scope, module)

    def _resources(
        self, node: tree.Reference, key_node: tree.Expression | None, scope: Scope, module: ModuleInstance
    ) -> dict[ResourceInstance, None]:
        used = 2 if node.name == "data" else 1
        if len(node.steps) < used or not all(isinstance(step, str) for step in node.steps[:used]):
            return {}
        resource = module.resource(".".join((node.name, *map(str, node.steps[:used]))))
        if resource is None:
            return {}
        instances = resource.expansion().instances
        if key_node is not None and len(node.steps) == used:
            return dict.fromkeys(_keyed(instances, key_node, scope))
        return dict.fromkeys(_chosen(instances, node.steps[used:]))

    def _through_each(self, scope: Scope) -> tuple[_Instances, _Instances]:
        """`each.value` of a block that repeats over another resource is that resource's instance of the same key."""
        owner = scope.names.get(REPEATED_OVER)
        if owner is None:
            return {}, {}
        expression, outer = owner
        found, perhaps = self.reached(expression, outer)
        same = {instance: None for instance in found if instance.key == scope.names["each"]["key"]}
        return same or found, perhaps


_Instances: TypeAlias = dict[ResourceInstance, None]

Origin: TypeAlias = "tuple[str, Source, tuple[int, int], tree.Expression | None, Scope]"
"""A name, where it is declared, and the expression behind it with its scope."""


def _output_name(node: tree.Reference, attribute: str | None) -> str | None:
    """The output that a mention of a module names; None where it mentions the module as a whole."""
    return next((step for step in node.steps[1:] if isinstance(step, str)), attribute)


def _output(child: ModuleInstance | Absent, name: str | None) -> Iterator[Origin]:
    """One output of a module instance, or all of them where nothing says which."""
    from scanner.inputs.terraform.evaluate.modules import ModuleInstance

    if not isinstance(child, ModuleInstance):
        return
    for block in [child.configuration.outputs.get(name)] if name else child.configuration.outputs.values():
        attribute = block.body.attributes.get("value") if block else None
        if block is not None and attribute is not None:
            source = block.body.source
            span = (attribute.start, attribute.end)
            label = f"{child.address}.{block.labels[0]}"
            yield label, source, span, attribute.expression, child.scope(source)


def _chosen(instances: dict, steps: tuple[tree.Step, ...]) -> list:  # type: ignore[type-arg]
    """The instances that constant index steps choose; all of them without one."""
    if steps and not isinstance(steps[0], str):
        key = steps[0][0]
        return [instances[key]] if key in instances else list(instances.values())
    return list(instances.values())


def _keyed(instances: dict, key_node: tree.Expression, scope: Scope) -> list:  # type: ignore[type-arg]
    """The instance that a computed key chooses; all of them where the key cannot be known."""
    key = _known_key(key_node, scope)
    return [instances[key]] if key in instances else list(instances.values())


def _known_key(node: tree.Expression, scope: Scope) -> object:
    try:
        value = force(evaluate(node, scope))
    except EvaluationError:
        return None
    return None if isinstance(value, (Unknown, dict, list)) else value


def _expressions_at(body: tree.Body, path: Path) -> Iterator[tree.Expression]:
    """The expressions that make up the value at a path of a body."""
    if not path:
        yield from (each.expression for each in body.attributes.values())
        return
    name, rest = path[0], path[1:]
    attribute = body.attributes.get(name) if isinstance(name, str) else None
    if attribute is not None:
        yield _inside(attribute.expression, rest)
        return
    blocks = [block for block in body.blocks if name in (block.type, *block.labels[:1])]
    index = rest[0] if rest and isinstance(rest[0], int) else None
    inner = rest[1:] if index is not None else rest
    if index is not None and len(blocks) > index and all(block.type != "dynamic" for block in blocks):
        blocks = [blocks[index]]
    for block in blocks:
        if block.type != "dynamic":
            yield from _expressions_at(block.body, inner)
            continue
        if "for_each" in block.body.attributes:
            yield block.body.attributes["for_each"].expression
        for content in block.body.blocks:
            yield from _expressions_at(content.body, inner)


def _inside(node: tree.Expression, path: Path) -> tree.Expression:
    """The part of a constructed value that a path leads to."""
    for step in path:
        if isinstance(node, tree.TupleCons) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, tree.ObjectCons):
            chosen = [value for key, value in node.items if isinstance(key, tree.Literal) and key.value == step]
            if not chosen:
                break
            node = chosen[-1]
        else:
            break
    return node
