"""One module directory as written: its files merged into declarations, overrides applied. Nothing is evaluated."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from scanner.inputs.terraform.declarations import declare, key_of, override, report, reporter
from scanner.inputs.terraform.own_blocks import check_settings
from scanner.inputs.terraform.syntax.tree import Attribute, Block, File
from scanner.model.places import Source
from scanner.model.problems import Problem


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
                declare(configuration, block)
        _refuse_attributes(configuration, file)
    check_settings(configuration.settings, reporter(configuration))
    for file in overrides:
        for block in file.body.blocks:
            override(configuration, block)
    return configuration


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
        report(configuration, file.source, attribute.start, attribute.end, what)


__all__ = ["Configuration", "key_of", "read_configuration"]
