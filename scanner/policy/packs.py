"""Rule packs on disk: directories of rule files, and the defaults that providers fill in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.model.problems import Problem
from scanner.model.rules import Rule, alias_key
from scanner.policy.defaults import TypeDefaults
from scanner.policy.defaults_files import parse_defaults
from scanner.policy.errors import PackError
from scanner.policy.locations import builtin_directory as builtin_directory
from scanner.policy.pack_files import display_path, holds_policies, parse_yaml, read_text
from scanner.policy.rule_files import RuleFile, read_rule

if TYPE_CHECKING:
    from scanner.policy.validation import RuleValidator

DEFAULTS_FILE = "defaults.yaml"


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything one directory holds."""

    directory: Path
    """The directory."""
    rules: tuple[RuleFile, ...]
    """Its rules, by path."""
    defaults: Mapping[str, TypeDefaults]
    """Provider defaults by resource type."""


def rule_paths(directory: Path) -> list[Path]:
    """Every YAML file of a pack, sorted; hidden files and folders, and admission policies, are passed over.

    Raises:
        PackError: the directory cannot be listed.
    """
    found: list[Path] = []
    try:
        if not directory.is_dir():
            raise NotADirectoryError("not a directory")
        for folder, names, files in os.walk(directory, onerror=_raise):
            names[:] = [name for name in names if not name.startswith(".")]
            found += [Path(folder, f) for f in files if f.endswith((".yaml", ".yml")) and not f.startswith(".")]
    except OSError as error:
        what = f"the rule pack cannot be read: {error.strerror or error}"
        raise PackError([Problem("error", "unreadable", what, display_path(directory))]) from error
    if directory != builtin_directory():
        found = [file for file in found if not holds_policies(file)]
    return sorted(found)


def _raise(error: OSError) -> None:
    raise error


def read_pack(directory: Path, validator: RuleValidator | None = None) -> Pack:
    """Reads a pack. With a validator every file is validated in full.

    Without one only what is needed to build the rules is looked at: for packs that are known to be valid.

    Raises:
        PackError: files have faults; it carries all that were found.
    """
    packs, problems = read_packs([directory], validator)
    if problems:
        raise PackError(problems)
    return packs[0]


def read_packs(paths: Iterable[Path], validator: RuleValidator | None = None) -> tuple[list[Pack], list[Problem]]:
    """Packs and single rule files, a file as a pack of its own, without what cannot be used, and why it cannot."""
    packs: list[Pack] = []
    problems: list[Problem] = []
    for path in paths:
        rules: list[RuleFile] = []
        defaults: dict[str, TypeDefaults] = {}
        directory = path.parent if path.is_file() else path
        try:
            files = [path] if path.is_file() else rule_paths(path)
        except PackError as error:
            problems += error.problems
            continue
        for file in files:
            try:
                if file.name == DEFAULTS_FILE:
                    defaults.update(read_defaults(file))
                else:
                    rules.append(read_rule(file, directory, validator))
            except PackError as error:
                problems += error.problems
        packs.append(Pack(directory, tuple(rules), defaults))
    return packs, problems


def read_all_defaults(directory: Path) -> dict[str, TypeDefaults]:
    """The provider defaults of a pack alone.

    Raises:
        PackError: they have faults.
    """
    found: dict[str, TypeDefaults] = {}
    for path in rule_paths(directory):
        if path.name == DEFAULTS_FILE:
            found.update(read_defaults(path))
    return found


def find_rules(directories: Iterable[Path], name: str) -> list[RuleFile]:
    """The rules with this id, or those for which it is the id of the same check in another scanner.

    Raises:
        PackError: a pack cannot be read.
    """
    paths = [(path, directory) for directory in directories for path in rule_paths(directory)]
    paths = [(path, directory) for path, directory in paths if path.name != DEFAULTS_FILE]
    named = [read_rule(path, directory) for path, directory in paths if path.stem == name]
    if named:
        return named
    every = (read_rule(path, directory) for path, directory in paths)
    return [file for file in every if _is_called(file.rule, name)]


def _is_called(rule: Rule, name: str) -> bool:
    """Whether another scanner calls a rule so, however it spells its ids."""
    return any(
        alias_key(scanner, each) == alias_key(scanner, name) for scanner, ids in rule.aliases.items() for each in ids
    )


def read_defaults(path: Path) -> dict[str, TypeDefaults]:
    """Reads a `defaults.yaml`.

    Raises:
        PackError: the file has faults.
    """
    text = read_text(path)
    shown = display_path(path)
    return parse_defaults(parse_yaml(text, shown), text, shown)
