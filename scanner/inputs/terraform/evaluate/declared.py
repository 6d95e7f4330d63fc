"""Names that nothing declares: refused before anything is evaluated, in branches that nobody takes and in `try` too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from scanner.inputs.terraform.evaluate.mentions import free_references
from scanner.inputs.terraform.syntax import tree
from scanner.model.places import Source
from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.inputs.terraform.configuration import Configuration

_NOTHING: frozenset[str] = frozenset()
_NOT_REFERENCES = {
    "resource": frozenset(("provider",)),
    "data": frozenset(("provider",)),
    "ephemeral": frozenset(("provider",)),
    "module": frozenset(("source", "version", "providers")),
    "provider": frozenset(("alias", "version")),
    "lifecycle": frozenset(("ignore_changes",)),
    "dynamic": frozenset(("iterator",)),
    "provisioner": frozenset(("when", "on_failure")),
}
"""Arguments that are no expressions, or refer to something else, by type of block."""

_ASIDE = frozenset(("provisioner", "connection", "postcondition", "precondition", "lifecycle"))
"""Blocks about the life of a resource, in which references to itself are another matter."""

CONDITIONS = frozenset(("precondition", "postcondition"))
"""Those of them that may not name the resource they are about."""

_OUT_OF_PLACE = {
    "each": 'Reference to "each" in context without for_each: it exists only where a block has "for_each"',
    "each.value": 'each.value cannot be used in this context: it exists only where a block has "for_each"',
    "count": 'Reference to "count" in non-counted context: it exists only where a block has "count"',
    "self": 'Invalid "self" reference: it exists only in provisioner, connection and postcondition blocks',
}


def undeclared(node: tree.Reference, configuration: Configuration) -> str | None:
    """Why a reference that nothing around it binds is wrong, in Terraform's words; None when it is not."""
    steps = node.steps
    if not steps or steps[0].__class__ is not str:
        return f'Invalid reference: a reference to "{node.name}" must be followed by a name'
    first = str(steps[0])
    match node.name:
        case "local":
            if first not in configuration.locals:
                heading = "Reference to undeclared local value"
                return f'{heading}: a local value with the name "{first}" has not been declared'
        case "var":
            if first not in configuration.variables:
                heading = "Reference to undeclared input variable"
                return f'{heading}: an input variable with the name "{first}" has not been declared'
        case "module":
            if first not in configuration.calls:
                return f'Reference to undeclared module: no module call named "{first}" is declared'
            if len(steps) > 2 and steps[1].__class__ is not str and steps[2].__class__ is not str:
                return "Invalid reference: the outputs of a module instance are asked for with a dot"
        case "path" | "terraform":
            known = ("module", "root", "cwd") if node.name == "path" else ("workspace", "applying")
            if first not in known:
                return f'Invalid "{node.name}" attribute: there is no "{first}"'
        case "action":
            return None
        case "each" | "count" | "self":
            return _OUT_OF_PLACE.get(f"{node.name}.{first}", _OUT_OF_PLACE[node.name])
        case "null":
            return "Attempt to get attribute from null value: null has no attributes"
        case "true" | "false":
            return "Unsupported attribute: true and false have no attributes"
        case "data" | "ephemeral":
            if len(steps) < 2 or steps[1].__class__ is not str:
                return f'Invalid reference: "{node.name}" needs a type and a name'
            return _wrong_resource(f"{node.name}.{first}.{steps[1]}", steps[2:], configuration)
        case "resource" if len(steps) > 1 and steps[1].__class__ is str:
            return _wrong_resource(f"{first}.{steps[1]}", steps[2:], configuration)
        case _:
            return _wrong_resource(f"{node.name}.{first}", steps[1:], configuration)
    return None


def _wrong_resource(key: str, steps: tuple[tree.Step, ...], configuration: Configuration) -> str | None:
    """What is wrong with a reference to a resource: Terraform wants an instance key exactly where a block repeats."""
    block = configuration.resources.get(key)
    if block is None:
        kind = "data resource" if key.startswith("data.") else "managed resource"
        return f'Reference to undeclared resource: a {kind} "{key}" has not been declared'
    if not steps:
        return None
    repeated = next((name for name in ("count", "for_each") if name in block.body.attributes), None)
    if repeated and steps[0].__class__ is str:
        return f'Missing resource instance key: {key} has "{repeated}" set; name one of its instances'
    if not repeated and steps[0].__class__ is not str:
        return f'Unexpected resource instance key: {key} has neither "count" nor "for_each" set'
    if repeated and len(steps) > 1 and steps[1].__class__ is not str:
        return f"Invalid index operation: the attributes of an instance of {key} are asked for with a dot"
    return None


Owner: TypeAlias = "tuple[str, ...]"
"""What an expression belongs to: `("local", name)`, `("output", name)`, `("resource", key)`, `("provider", key)` or
`("argument", name of a module call, name of the argument)`."""

Use: TypeAlias = "tuple[Owner, tree.Reference, Source, str]"
"""A reference, what it stands in, the file, and which block about the life of its resource it stands in, or
`depends_on`; empty for the rest."""


def find_undeclared(configuration: Configuration, uses: list[Use]) -> Iterator[Problem]:
    """A problem for every reference of a module directory that names nothing. Incomplete files give none."""
    if any(problem.kind in ("unparsable", "unreadable") for problem in configuration.problems):
        return
    for owner, node, source, aside in uses:
        what = undeclared(node, configuration)
        if what is None and "depends_on" in (aside, owner[-1]):
            what = _part_of(node)
        if what is not None and node.name not in ("null", "true", "false"):
            place = source.place(node.start, node.end)
            yield Problem("error", "invalid", what, place.file, place)


def _part_of(node: tree.Reference) -> str | None:
    """What is wrong in `depends_on` with the name of something less than a whole object."""
    used = {"data": 2, "ephemeral": 2, "resource": 2}.get(node.name, 1)
    rest = [step for step in node.steps[used:] if step.__class__ is str]
    if len(rest) > (node.name == "module"):
        what = "references in depends_on must be to a whole object, not to an attribute of one"
        return f"Invalid depends_on reference: {what}"
    return None


def uses_in(configuration: Configuration) -> list[Use]:
    """Every reference of a module directory that is worked out when Terraform plans."""
    found: list[Use] = []
    for name, (attribute, source) in configuration.locals.items():
        found += [(("local", name), node, source, "") for node in free_references(attribute.expression, _NOTHING)]
    for kind, blocks in (
        ("output", configuration.outputs),
        ("provider", configuration.providers),
        ("resource", configuration.resources),
    ):
        for name, block in blocks.items():
            _in_body(block, _repeated(block), _UNREPEATED, (kind, name), "", found)
    for name, block in configuration.calls.items():
        bound = _repeated(block)
        for argument, attribute in block.body.attributes.items():
            if argument not in _NOT_REFERENCES["module"]:
                nodes = free_references(attribute.expression, _UNREPEATED.get(argument, bound))
                source = block.body.source_of(argument)
                found += [(("argument", name, argument), node, source, "") for node in nodes]
    return found


_UNREPEATED = {"for_each": _NOTHING, "count": _NOTHING}
"""Arguments in which `each` and `count` mean nothing."""


def _repeated(block: tree.Block) -> frozenset[str]:
    names = {"for_each": "each", "count": "count"}
    return frozenset(name for argument, name in names.items() if argument in block.body.attributes)


def _in_body(
    block: tree.Block,
    bound: frozenset[str],
    special: dict[str, frozenset[str]],
    owner: Owner,
    aside: str,
    found: list[Use],
) -> None:
    """Adds the references in a block, in which these names are bound; others in its arguments named in `special`."""
    skipped = _NOT_REFERENCES.get(block.type, _NOTHING)
    body = block.body
    for name, attribute in body.attributes.items():
        expression = attribute.expression
        if expression.__class__ is not tree.Literal and name not in skipped:
            source = body.source_of(name)
            where = aside or ("depends_on" if name == "depends_on" else "")
            found += [(owner, node, source, where) for node in free_references(expression, special.get(name, bound))]
    for nested in body.blocks:
        if nested.type == "dynamic" and nested.labels:
            given = nested.body.attributes.get("iterator")
            named = None if given is None else given.expression
            iterator = str(getattr(named, "name", getattr(named, "value", nested.labels[0])))
            _in_body(nested, bound | {iterator}, {"for_each": bound}, owner, aside, found)
        elif nested.type in _ASIDE:
            _in_body(nested, bound | {"self"}, {}, owner, nested.type, found)
        else:
            _in_body(nested, bound, {}, owner, aside, found)
