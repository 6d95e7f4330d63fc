"""From pack directories to the bytes of an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from scanner.model.problems import Problem
from scanner.policy.compiler import compile_all
from scanner.policy.errors import PackError
from scanner.policy.index_build import build_index
from scanner.policy.locations import builtin_directory
from scanner.policy.packs import Pack, read_packs


def compile_packs(directories: Iterable[Path], key: bytes) -> bytes:
    """Reads and compiles packs. Those that do not ship with Bylaw are validated in full.

    Raises:
        PackError: packs cannot be used; it carries every fault that was found.
    """
    builtin = builtin_directory().resolve()
    packs: list[Pack] = []
    problems: list[Problem] = []
    for directory in directories:
        validator = None
        if directory != builtin:
            from scanner.policy.validation import RuleValidator, theme_ids

            validator = RuleValidator(theme_ids())
        read, faults = read_packs([directory], validator)
        packs += read
        problems += faults
    try:
        content = compile_read(packs, key)
    except PackError as error:
        problems += error.problems
        content = b""
    if problems:
        raise PackError(problems)
    return content


def compile_read(packs: Sequence[Pack], key: bytes) -> bytes:
    """Compiles packs that were read.

    Raises:
        PackError: rules do not compile, or share an id; it carries every fault that was found.
    """
    problems: list[Problem] = []
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
