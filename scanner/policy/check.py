"""Does every attribute that a rule reads exist? Asked of the provider schemas when rules are checked, not in a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from scanner.model.problems import Problem
from scanner.model.values import Path
from scanner.policy.compiled import Read
from scanner.policy.compiler import Compiler
from scanner.policy.index_build import expand_kinds
from scanner.policy.paths import join_path
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
    bases: dict[str, list[Path]] = {"resource": [()]}
    for name, _, reads in record.code.each:
        lists = [path for read in reads for path in _absolute(read, bases)]
        bases[name] = [*lists, *((*path, "*") for path in lists)]
    code = record.code
    listed = [*code.reads, *(read for _, _, reads in code.each for read in reads), *code.focus, *code.sensitive]
    missing: dict[Read, None] = {}
    for read in listed:
        paths = [path for path in _absolute(read, bases) if path]
        if paths and all(attribute_exists(kind, path) is False for kind in kinds for path in paths):
            missing[read] = None
    return list(_problems(file, missing, kinds))


def _absolute(read: Read, bases: dict[str, list[Path]]) -> list[Path]:
    """Where in the resource a read may be: an item may come from any list that `each` reads, or be made of it."""
    name, path = read
    return [(*base, *path) for base in bases.get(name, ())]


def _problems(file: RuleFile, missing: Iterable[Read], kinds: tuple[str, ...]) -> Iterator[Problem]:
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
        (("sensitive",), " ".join(file.sensitive)),
    ]
    for name, path in missing:
        last = next((step for step in reversed(path) if isinstance(step, str) and step != "*"), "")
        where, text = next((section for section in sections if last and last in section[1]), sections[0])
        place = places.inside(where, max(text.rfind(last), 0))
        shown = join_path("" if name == "resource" else name, path)
        what = f"no attribute {shown} in {', '.join(kinds)}"
        yield Problem("error", "invalid", what, file.path, place, "see the provider's documentation for its arguments")
