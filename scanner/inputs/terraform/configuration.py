"""One module directory as written: its files merged into declarations, overrides applied. Nothing is evaluated."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scanner.inputs.terraform.syntax.tree import Attribute, Block, Body, File
from scanner.model.places import Source
from scanner.model.problems import Problem

LABELS = {
    "resource": 2,
    "data": 2,
    "ephemeral": 2,
    "variable": 1,
    "output": 1,
    "module": 1,
    "provider": 1,
    "check": 1,
    "terraform": 0,
    "locals": 0,
    "moved": 0,
    "import": 0,
    "removed": 0,
}
"""Terraform's top-level blocks and how many labels each has."""


@dataclass(slots=True)
class Configuration:
    """The declarations of one module directory."""

    directory: str
    """As it was found, relative to the working directory."""
    variables: dict[str, Block] = field(default_factory=dict)
    """By name."""
    locals: dict[str, tuple[Attribute, Source]] = field(default_factory=dict)
    """By name, with the file each is written in."""
    outputs: dict[str, Block] = field(default_factory=dict)
    """By name."""
    resources: dict[str, Block] = field(default_factory=dict)
    """By `type.name`, `data.type.name` or `ephemeral.type.name`."""
    calls: dict[str, Block] = field(default_factory=dict)
    """Module calls by name."""
    providers: dict[str, Block] = field(default_factory=dict)
    """Provider configurations by `name` or `name.alias`."""
    settings: list[Block] = field(default_factory=list)
    """`terraform` blocks."""
    files: list[File] = field(default_factory=list)
    """The files, in Terraform's order."""
    problems: list[Problem] = field(default_factory=list)
    """What was wrong with the files and their declarations."""


def read_configuration(directory: str, paths: Iterable[str], parse: Callable[[str], File | Problem]) -> Configuration:
    """Reads the files of one module directory; override files last, as Terraform does."""
    configuration = Configuration(directory)
    overrides: list[File] = []
    for path in _without_shadowed(sorted(paths)):
        file = parse(path)
        if isinstance(file, Problem):
            configuration.problems.append(file)
            continue
        configuration.problems += file.problems
        configuration.files.append(file)
        if _is_override(path):
            overrides.append(file)
        else:
            for block in file.body.blocks:
                _declare(configuration, block)
            _refuse_attributes(configuration, file)
    for file in overrides:
        for block in file.body.blocks:
            _override(configuration, block)
    return configuration


def key_of(block: Block) -> str:
    """The name a resource, data source or ephemeral resource is referred to by."""
    name = f"{block.labels[0]}.{block.labels[1]}"
    return name if block.type == "resource" else f"{block.type}.{name}"


def _without_shadowed(paths: list[str]) -> list[str]:
    """A `.tofu` file takes the place of the `.tf` file of the same name, as OpenTofu has it."""
    present = set(paths)
    twins = {".tf": ".tofu", ".tf.json": ".tofu.json"}
    shadowed = {
        path
        for path in paths
        for ending, twin in twins.items()
        if path.endswith(ending) and path.removesuffix(ending) + twin in present
    }
    return [path for path in paths if path not in shadowed]


def _is_override(path: str) -> bool:
    stem = os.path.basename(path).removesuffix(".json").rpartition(".")[0]
    return stem == "override" or stem.endswith("_override")


def _refuse_attributes(configuration: Configuration, file: File) -> None:
    for attribute in file.body.attributes.values():
        what = f'Unsupported argument: an argument named "{attribute.name}" is not expected here'
        _problem(configuration, file.source, attribute.start, attribute.end, what)


def _declare(configuration: Configuration, block: Block) -> None:
    source = block.body.source
    labels = LABELS.get(block.type)
    if labels is None:
        what = f'Unsupported block type: blocks of type "{block.type}" are not expected here'
        _problem(configuration, source, block.start, block.heading_end, what)
        return
    if len(block.labels) != labels:
        what = f"{'Missing' if len(block.labels) < labels else 'Extraneous'} label for {block.type}: it takes {labels}"
        _problem(configuration, source, block.start, block.heading_end, what)
        return
    if block.type == "locals":
        for attribute in block.body.attributes.values():
            if attribute.name in configuration.locals:
                what = f'Duplicate local value definition: a local value named "{attribute.name}" was already defined'
                _problem(configuration, source, attribute.start, attribute.end, what)
            else:
                configuration.locals[attribute.name] = (attribute, source)
        return
    table, key = _slot(configuration, block)
    if table is None:
        if block.type == "terraform":
            configuration.settings.append(block)
        return
    if key in table:
        first = table[key].body.source.place(table[key].start, table[key].heading_end)
        what = f'Duplicate {block.type} "{key}" configuration: it was already declared at {first}'
        _problem(configuration, source, block.start, block.heading_end, what)
        return
    table[key] = block


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


def _override(configuration: Configuration, block: Block) -> None:
    """Merges an override block into the block of the same name: arguments replace, nested blocks replace by type."""
    if block.type == "locals":
        for attribute in block.body.attributes.values():
            configuration.locals[attribute.name] = (attribute, block.body.source)
        return
    if len(block.labels) != LABELS.get(block.type, -1):
        _declare(configuration, block)
        return
    table, key = _slot(configuration, block)
    if table is None:
        return
    base = table.get(key)
    if base is None:
        source = block.body.source
        what = f"Missing base {block.type} declaration to override: there is no {block.type} {key}"
        _problem(configuration, source, block.start, block.heading_end, what)
        return
    table[key] = _merged(base, block)


def _merged(base: Block, over: Block) -> Block:
    """Attributes keep the place they were written at only within one file: an overridden block spans its base."""
    replaced = {_block_type(nested) for nested in over.body.blocks}
    kept = [nested for nested in base.body.blocks if _block_type(nested) not in replaced]
    attributes = {
        name: attribute for name, attribute in base.body.attributes.items() if name not in replaced
    } | over.body.attributes
    body = Body(base.body.start, base.body.end, attributes, kept + over.body.blocks, base.body.source)
    body.overridden = dict.fromkeys(over.body.attributes, over.body.source)
    return Block(base.start, base.end, base.type, base.labels, body, base.heading_end, base.label_spans)


def _block_type(block: Block) -> str:
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type


def _problem(configuration: Configuration, source: Source, start: int, end: int, what: str) -> None:
    place = source.place(start, end)
    configuration.problems.append(Problem("error", "invalid", what, place.file, place))
