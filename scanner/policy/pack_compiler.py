"""From pack directories to the bytes of an index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scanner.model.problems import Problem
from scanner.policy.compiler import compile_all
from scanner.policy.errors import PackError
from scanner.policy.index_build import build_index
from scanner.policy.locations import builtin_directory
from scanner.policy.packs import Pack, read_pack


def compile_packs(directories: Iterable[Path], key: bytes) -> bytes:
    """Reads and compiles packs. Those that do not ship with Bylaw are validated in full.

    Raises:
        PackError: packs cannot be used; it carries every fault that was found.
    """
    packs: list[Pack] = []
    problems: list[Problem] = []
    for directory in directories:
        try:
            packs.append(_read(directory))
        except PackError as error:
            problems += error.problems
    files = [file for pack in packs for file in pack.rules]
    first: dict[str, str] = {}
    for file in files:
        other = first.setdefault(file.rule.id, file.path)
        if other != file.path:
            problems.append(Problem("error", "invalid", f"the rule {file.rule.id} is also in {other}", file.path))
    try:
        records = compile_all(files)
    except PackError as error:
        raise PackError([*problems, *error.problems]) from error
    if problems:
        raise PackError(problems)
    return build_index(packs, records, key)


def _read(directory: Path) -> Pack:
    if directory == builtin_directory().resolve():
        return read_pack(directory)
    from scanner.policy.validation import RuleValidator, theme_ids

    return read_pack(directory, RuleValidator(theme_ids()))
