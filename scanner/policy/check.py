"""Does every attribute that a rule reads exist? Asked of the provider schemas when rules are checked, not in a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from scanner.model.problems import Problem
from scanner.model.values import Path
from scanner.policy.compiled import Read
from scanner.policy.compiler import Compiler
from scanner.policy.index_build import expand_kinds
from scanner.policy.paths import format_path
from scanner.policy.rule_files import RuleFile

AttributeExists: TypeAlias = Callable[[str, Path], bool | None]
"""Whether a Terraform type or Kubernetes kind has an attribute; `*` stands for any item. None: nobody knows."""


def check_rule(file: RuleFile, attribute_exists: AttributeExists, compiler: Compiler | None = None) -> list[Problem]:
    """A problem for every path that none of the types the rule matches has.

    Raises:
        PackError: the rule does not compile; it carries every fault.
    """
    record = (compiler or Compiler()).compile(file)
    kinds = (*file.rule.terraform, *expand_kinds(file.rule.kubernetes))
    items: dict[str, Path | None] = {}
    for name, _, reads in record.code.each:
        items[name] = _absolute(reads[0], items) if reads else None
    listed = [*record.code.reads, *(read for _, _, reads in record.code.each for read in reads), *record.code.focus]
    missing: dict[Path, Read] = {}
    for read in listed:
        path = _absolute(read, items)
        if path and all(attribute_exists(kind, path) is False for kind in kinds):
            missing.setdefault(path, read)
    return list(_problems(file, missing, kinds))


def _absolute(read: Read, items: dict[str, Path | None]) -> Path | None:
    """A read as a path in the resource; None when it starts elsewhere."""
    name, path = read
    if name == "resource":
        return path
    base = items.get(name)
    return None if base is None else (*base, "*", *path)


def _problems(file: RuleFile, missing: dict[Path, Read], kinds: tuple[str, ...]) -> Iterator[Problem]:
    if not missing:
        return
    from scanner.policy.yaml_places import YamlPlaces

    places = YamlPlaces(file.text, file.path)
    sections: list[tuple[Path, str]] = [
        (("check",), file.check),
        (("when",), file.when or ""),
        *((("each", name), text) for name, text in file.each),
        *((("variables", name), text) for name, text in file.variables),
        (("focus",), " ".join(file.focus)),
    ]
    for path, (_, relative) in missing.items():
        last = next((step for step in reversed(relative) if isinstance(step, str) and step != "*"), "")
        where, text = next((section for section in sections if last and last in section[1]), sections[0])
        place = places.inside(where, max(text.rfind(last), 0))
        what = f"no attribute {format_path(path)} in {', '.join(kinds)}"
        yield Problem("error", "invalid", what, file.path, place, "see the provider's documentation for its arguments")
