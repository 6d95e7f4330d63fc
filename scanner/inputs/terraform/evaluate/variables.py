"""Input variables: what a caller, a variable file or a default gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.constraints import Constraint, ConstraintError, apply, parse_constraint
from scanner.inputs.terraform.evaluate.convert import ConversionError
from scanner.inputs.terraform.evaluate.errors import EvaluationError
from scanner.inputs.terraform.evaluate.nulls import is_null
from scanner.inputs.terraform.evaluate.scope import Scope
from scanner.inputs.terraform.evaluate.types import has_dynamic, without_optional
from scanner.inputs.terraform.evaluate.unknowns import TypedUnknown, combine, renamed
from scanner.inputs.terraform.syntax import HclSyntaxError, parse_expression
from scanner.inputs.terraform.syntax.tree import Attribute, Block, Expression, Node
from scanner.inputs.terraform.syntax.tree import Reference as ReferenceNode
from scanner.model.places import Source
from scanner.model.values import Reference, Span, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.evaluation import Evaluation
    from scanner.inputs.terraform.evaluate.modules import ModuleInstance

_UNSUITABLE = "Invalid value for input variable"
_MODULE_ARGUMENTS = frozenset(("source", "version", "providers", "count", "for_each", "depends_on"))


@dataclass(frozen=True, slots=True)
class Input:
    """A value for a root module's variable."""

    source: Source
    """The variable file, or a source that holds nothing but the text given on the command line."""
    attribute: Attribute | None
    """The assignment in a variable file; None for text from the command line or the environment."""
    where: str
    """What it was given by, for people: `terraform.tfvars`, `--var`, `TF_VAR_name`."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a module instance was given from outside."""

    inputs: Mapping[str, Input] = field(default_factory=dict)
    """For a root module: by variable name, precedence already decided."""
    call: Block | None = None
    """For a called module: the `module` block."""
    scope: Scope | None = None
    """For a called module: the scope its arguments are evaluated in."""


class Variables:
    """The variables of one module instance."""

    __slots__ = ("_given", "_module")

    def __init__(self, module: ModuleInstance, given: Given) -> None:
        self._module = module
        self._given = given

    def value(self, name: str, node: Node, scope: Scope) -> Value:
        """`var.name`, worked out once."""
        block = self._module.configuration.variables[name]
        prefix = self._module.address
        label = f"{prefix}.var.{name}" if prefix else f"var.{name}"
        return self._module.memoised(label, lambda: self._compute(name, block), node, scope)

    def origins(self, name: str) -> Iterator[tuple[str, Source, Span, Expression | None, Scope]]:
        """Where a variable is declared, and the expressions its value comes from, nearest first."""
        block = self._module.configuration.variables[name]
        source = block.body.source
        default = block.body.attributes.get("default")
        call, scope = self._given.call, self._given.scope
        own = self._module.scope(source)
        given = call.body.attributes.get(name) if call is not None else None
        entry = self._given.inputs.get(name)
        fallback = default.expression if default is not None and given is None and entry is None else None
        yield f"var.{name}", source, (block.start, block.heading_end), fallback, own
        if given is not None and scope is not None:
            label = f"{self._module.address}.{name}"
            yield label, scope.source, (given.start, given.end), given.expression, scope
        elif entry is not None:
            span = (entry.attribute.start, entry.attribute.end) if entry.attribute else (0, len(entry.source.text))
            yield f"{entry.where}: {name}", entry.source, span, None, own

    def hide_sensitive(self) -> None:
        """Hides the text of the values that sensitive variables are given, so that no report quotes it."""
        call, scope = self._given.call, self._given.scope
        for name, block in self._module.configuration.variables.items():
            if not flag(block.body.attributes.get("sensitive")):
                continue
            given = self._given.inputs.get(name)
            written = [(block.body.source, block.body.attributes.get("default"))]
            if given is not None:
                written.append((given.source, given.attribute))
            if call is not None and scope is not None:
                written.append((scope.source, call.body.attributes.get(name)))
            for source, attribute in written:
                if attribute is not None:
                    source.hide(attribute.expression.start, attribute.expression.end)

    def check_arguments(self) -> None:
        """Reports arguments of the call that name no variable."""
        call, scope = self._given.call, self._given.scope
        if call is None or scope is None:
            return
        for name, attribute in call.body.attributes.items():
            if name not in self._module.configuration.variables and name not in _MODULE_ARGUMENTS:
                what = f'Unsupported argument: an argument named "{name}" is not expected here'
                self._module.evaluation.report("error", what, scope.source, attribute.start, attribute.end)

    def check(self) -> None:
        """Works out every variable, so that what nothing uses is refused as well, and what would be its default."""
        for name, block in self._module.configuration.variables.items():
            if "default" in block.body.attributes:
                self._default(block, self._constraint(block))
            self.value(name, block, self._module.scope(block.body.source))

    def _compute(self, name: str, block: Block) -> Value:
        attributes = block.body.attributes
        module = self._module
        if flag(attributes.get("sensitive")):
            module.evaluation.sensitive += 1
        constraint = self._constraint(block)
        value, given = self._given_value(name, constraint)
        never_null = flag(attributes.get("nullable")) is False
        if is_null(value) and (not given or never_null):
            if "default" not in attributes:
                return self._missing(name, block, constraint, given)
            value = self._default(block, constraint)
        elif never_null and isinstance(value, Unknown) and not value.not_null:
            value = combine([value], None, getattr(value, "type", None), not_null=True)  # it may become the default
        if isinstance(value, Unknown):
            return self._chained(value, name, block)
        return value

    def _default(self, block: Block, constraint: Constraint) -> Value:
        """The default, worked out once for all instances of the module."""
        evaluation = self._module.evaluation
        known = evaluation.defaults.get(block, self)
        if known is self:
            body = block.body
            node, source = body.attributes["default"].expression, body.source_of("default")
            value = evaluation.guarded(node, Scope(NoNames(evaluation), source, {}))
            known = self._converted(value, constraint, node, source, "Invalid default value for variable")
            if is_null(known) and flag(body.attributes.get("nullable")) is False:
                what = "Invalid default value for variable: a null default is not valid when nullable=false"
                evaluation.report("error", what, source, node.start, node.end)
            evaluation.defaults[block] = known
        return known

    def _given_value(self, name: str, constraint: Constraint) -> tuple[Value, bool]:
        """The value from outside, converted, and whether there is one."""
        call, scope = self._given.call, self._given.scope
        if call is not None and scope is not None:
            attribute = call.body.attributes.get(name)
            if attribute is None:
                return None, False
            value = scope.module.evaluation.guarded(attribute.expression, scope)
            return self._converted(value, constraint, attribute.expression, scope.source), True
        entry = self._given.inputs.get(name)
        if entry is None:
            return None, False
        expression = _expression(entry, constraint)
        block = self._module.configuration.variables[name]
        if isinstance(expression, str):
            self._module.evaluation.report("error", expression, block.body.source, block.start, block.heading_end)
            return Unknown(expression), True
        inner = Scope(NoNames(self._module.evaluation), entry.source, {})
        value = self._module.evaluation.guarded(expression, inner)
        if entry.attribute is None:
            heading = f"{_UNSUITABLE}: unsuitable value for var.{name} set using {entry.where}"
            at = Node(block.start, block.heading_end)
            return self._converted(value, constraint, at, block.body.source, heading), True
        return self._converted(value, constraint, expression, entry.source), True

    def _converted(
        self, value: Value, constraint: Constraint, node: Node, source: Source, heading: str = _UNSUITABLE
    ) -> Value:
        from scanner.inputs.terraform.evaluate.access import force_inside

        try:
            return apply(constraint, force_inside(value))
        except ConversionError as error:
            what = f"{heading}: {error}"
            self._module.evaluation.report("error", what, source, node.start, node.end)
            return Unknown(what, (Reference("value", source.place(node.start, node.end)),))

    def _constraint(self, block: Block) -> Constraint:
        declared = block.body.attributes.get("type")
        if declared is None:
            return _anything()
        try:
            return _parsed(declared)
        except ConstraintError as error:
            source = block.body.source
            what = f"Invalid type specification: {error}"
            self._module.evaluation.report("error", what, source, error.start, error.end)
            return _anything()

    def _missing(self, name: str, block: Block, constraint: Constraint, given: bool) -> Value:
        """The Unknown for a variable that has no value, or null where there must be another."""
        module = self._module
        source = block.body.source
        call, scope = self._given.call, self._given.scope
        if given:
            at, where = self._written(name)
            what = f'Required variable not set: the variable "{name}" must not be null'
            module.evaluation.report("error", what, where, at.start, at.end)
        elif call is not None and scope is not None:
            what = f'Missing required argument: the argument "{name}" is required, but no definition was found'
            module.evaluation.report("error", what, scope.source, call.start, call.heading_end)
        return TypedUnknown(
            f"var.{name} has no value",
            (Reference(f"var.{name}", source.place(block.start, block.heading_end), f"pass --var {name}=..."),),
            ("var", module.root_name, module.address, name),
            flag(block.body.attributes.get("nullable")) is False,
            None if has_dynamic(constraint.type) else without_optional(constraint.type),
        )

    def _written(self, name: str) -> tuple[Node, Source]:
        """Where a variable is given its value: in the call or a variable file, or else where it is declared."""
        call, scope = self._given.call, self._given.scope
        if call is not None and scope is not None:
            return call.body.attributes[name], scope.source
        entry = self._given.inputs.get(name)
        if entry is not None and entry.attribute is not None:
            return entry.attribute, entry.source
        block = self._module.configuration.variables[name]
        return Node(block.start, block.heading_end), block.body.source

    def _chained(self, value: Unknown, name: str, block: Block) -> Unknown:
        if value.references and value.references[0].name == f"var.{name}":
            return value
        place = block.body.source.place(block.start, block.heading_end)
        return renamed(value, Reference(f"var.{name}", place))


class NoNames:
    """Stands for the module in variable files and in defaults, which may not refer to anything."""

    functions = False

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        self.address = ""

    def is_secret(self, node: ReferenceNode) -> bool:
        return False

    def lookup(self, node: ReferenceNode, scope: Scope) -> Value:
        message = "Variables not allowed: variables may not be used here"
        raise EvaluationError(message, node, scope)


def _expression(entry: Input, constraint: Constraint) -> Expression | str:
    """The expression a value is given as, or what is wrong with it. Text is taken literally for simple types."""
    from scanner.inputs.terraform.evaluate.types import DYNAMIC, Primitive
    from scanner.inputs.terraform.syntax.tree import Literal

    if entry.attribute is not None:
        return entry.attribute.expression
    text = entry.source.text
    if isinstance(constraint.type, Primitive) and (constraint.type is not DYNAMIC or constraint is _anything()):
        return Literal(0, len(text), text)
    try:
        return parse_expression(text, entry.source)
    except HclSyntaxError as error:
        return f"Invalid value for input variable: {error}"


def flag(attribute: Attribute | None) -> bool | None:
    """What `sensitive`, `nullable` and their like are set to; as text it counts too, as everywhere in Terraform."""
    value = getattr(attribute.expression, "value", None) if attribute is not None else None
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


@lru_cache(maxsize=1)
def _anything() -> Constraint:
    from scanner.inputs.terraform.evaluate.types import DYNAMIC

    return Constraint(DYNAMIC)


@lru_cache(maxsize=4096)
def _parsed(attribute: Attribute) -> Constraint:
    """Constraints by their syntax node, which modules called many times share."""
    return parse_constraint(attribute.expression)
