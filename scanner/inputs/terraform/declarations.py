"""Top-level blocks taken into a module's declarations, each under one name, and override blocks merged into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform import own_blocks
from scanner.inputs.terraform.syntax.tree import Block, Body
from scanner.model.places import Source
from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.inputs.terraform.configuration import Configuration

LABELS: dict[str, tuple[str, ...]] = {
    "resource": ("type", "name"),
    "data": ("type", "name"),
    "ephemeral": ("type", "name"),
    "variable": ("name",),
    "output": ("name",),
    "module": ("name",),
    "provider": ("name",),
    "check": ("name",),
    "terraform": (),
    "locals": (),
    "moved": (),
    "import": (),
    "removed": (),
    "action": ("type", "name"),
}
"""Terraform's top-level blocks and what their labels mean."""

_TWICE = {
    "variable": "Duplicate variable declaration",
    "output": "Duplicate output definition",
    "module": "Duplicate module call",
    "provider": "Duplicate provider configuration",
}

_NO_BASE = {
    "resource": "Missing resource to override",
    "data": "Missing data resource to override",
    "ephemeral": "Missing ephemeral resource to override",
    "variable": "Missing base variable declaration to override",
    "output": "Missing base output definition to override",
    "module": "Missing module call to override",
    "provider": "Missing base provider configuration for override",
}

_RESERVED = frozenset(("source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"))
"""Names a variable may not have: they mean something else in a module block."""


def key_of(block: Block) -> str:
    """The name a resource, data source or ephemeral resource is referred to by."""
    name = f"{block.labels[0]}.{block.labels[1]}"
    return name if block.type == "resource" else f"{block.type}.{name}"


def declare(configuration: Configuration, block: Block) -> None:
    """Takes a block into the declarations, or reports why it cannot be one."""
    if not _has_labels(configuration, block):
        return
    _check_names(configuration, block)
    own_blocks.check(block, reporter(configuration))
    if block.type == "locals":
        _declare_locals(configuration, block)
        return
    table, key = _slot(configuration, block)
    if table is None:
        if block.type == "terraform":
            configuration.settings.append(block)
        return
    if key in table:
        first = table[key].body.source.place(table[key].start, table[key].heading_end)
        heading = _TWICE.get(block.type, f'Duplicate {block.type} "{block.labels[0]}" configuration')
        _refuse(configuration, block, f'{heading}: "{block.labels[-1]}" was already declared at {first}')
        return
    table[key] = block


def _has_labels(configuration: Configuration, block: Block) -> bool:
    labels = LABELS.get(block.type)
    if labels is None:
        what = f'Unsupported block type: blocks of type "{block.type}" are not expected here'
    elif len(block.labels) < len(labels):
        what = f"Missing {labels[-1]} for {block.type}: it must have {len(labels)} labels ({', '.join(labels)})"
    elif len(block.labels) > len(labels):
        wanted = f"only {len(labels)} labels ({', '.join(labels)})" if labels else "no labels"
        what = f"Extraneous label for {block.type}: {wanted} are expected"
    else:
        return True
    _refuse(configuration, block, what)
    return False


def _check_names(configuration: Configuration, block: Block) -> None:
    for kind, label in zip(LABELS[block.type], block.labels, strict=True):
        if not is_name(label):
            noun = f"{block.type} type name" if kind == "type" else _name_of_name(block.type)
            what = "a name must start with a letter or underscore and may contain only letters, digits, _ and -"
            _refuse(configuration, block, f"Invalid {noun}: {what}")
    if block.type == "variable" and block.labels[0] in _RESERVED:
        what = f'the name "{block.labels[0]}" is reserved for its meaning inside module blocks'
        _refuse(configuration, block, f"Invalid variable name: {what}")


def _name_of_name(type: str) -> str:
    names = {"module": "module instance name", "data": "data resource name"}
    return names.get(type, f"{type} name")


def is_name(text: str) -> bool:
    """Whether a text can be an identifier in HCL."""
    return not text.startswith("-") and text.replace("-", "_").isidentifier()


def _declare_locals(configuration: Configuration, block: Block) -> None:
    source = block.body.source
    for attribute in block.body.attributes.values():
        if attribute.name in configuration.locals:
            what = f'Duplicate local value definition: a local value named "{attribute.name}" was already defined'
            report(configuration, source, attribute.start, attribute.end, what)
        else:
            configuration.locals[attribute.name] = (attribute, source)


def _slot(configuration: Configuration, block: Block) -> tuple[dict[str, Block] | None, str]:
    """The table a block is declared in, and its key there."""
    match block.type:
        case "resource" | "data" | "ephemeral":
            return configuration.resources, key_of(block)
        case "variable":
            return configuration.variables, block.labels[0]
        case "output":
            return configuration.outputs, block.labels[0]
        case "module":
            return configuration.calls, block.labels[0]
        case "provider":
            return configuration.providers, _provider_key(block)
        case _:
            return None, ""


def _provider_key(block: Block) -> str:
    alias = block.body.attributes.get("alias")
    value = getattr(alias.expression, "value", None) if alias else None
    return f"{block.labels[0]}.{value}" if isinstance(value, str) else block.labels[0]


def override(configuration: Configuration, block: Block) -> None:
    """Merges an override block into the block of the same name: arguments replace, nested blocks replace by type."""
    if not _has_labels(configuration, block):
        return
    own_blocks.check(block, reporter(configuration))
    if block.type == "locals":
        _override_locals(configuration, block)
        return
    table, key = _slot(configuration, block)
    if table is None:
        return
    base = table.get(key)
    if base is not None:
        table[key] = _merged(base, block)
    elif block.type == "provider" and "." not in key:
        table[key] = block  # a provider that is not configured has an empty configuration
    else:
        _refuse(configuration, block, f'{_NO_BASE[block.type]}: there is no {block.type} named "{block.labels[-1]}"')


def _override_locals(configuration: Configuration, block: Block) -> None:
    for attribute in block.body.attributes.values():
        if attribute.name in configuration.locals:
            configuration.locals[attribute.name] = (attribute, block.body.source)
        else:
            what = f'there is no local value named "{attribute.name}"'
            heading = "Missing base local value definition to override"
            report(configuration, block.body.source, attribute.start, attribute.end, f"{heading}: {what}")


def _merged(base: Block, over: Block) -> Block:
    """Attributes keep the place they were written at only within one file: an overridden block spans its base."""
    replaced = {_block_type(nested) for nested in over.body.blocks} | over.body.attributes.keys()
    kept = [nested for nested in base.body.blocks if _block_type(nested) not in replaced]
    attributes = {
        name: attribute for name, attribute in base.body.attributes.items() if name not in replaced
    } | over.body.attributes
    body = Body(base.body.start, base.body.end, attributes, kept + over.body.blocks, base.body.source)
    body.overridden = {**(base.body.overridden or {}), **dict.fromkeys(over.body.attributes, over.body.source)}
    return Block(base.start, base.end, base.type, base.labels, body, base.heading_end, base.label_spans)


def _block_type(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _refuse(configuration: Configuration, block: Block, what: str) -> None:
    report(configuration, block.body.source, block.start, block.heading_end, what)


def report(configuration: Configuration, source: Source, start: int, end: int, what: str) -> None:
    """Adds an error to the problems of a configuration."""
    reporter(configuration)("error", source, start, end, what)


def reporter(configuration: Configuration) -> own_blocks.Report:
    """Adds to the problems of a configuration."""

    def add(severity: str, source: Source, start: int, end: int, what: str) -> None:
        place = source.place(start, end)
        configuration.problems.append(Problem(severity, "invalid", what, place.file, place))  # type: ignore[arg-type]

    return add
