"""From rule files to records: every expression checked and compiled, every fault located in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scanner.model.problems import Problem
from scanner.model.values import Path
from scanner.policy import cel
from scanner.policy.cel.types import DYN, STRING, Type, map_of
from scanner.policy.compiled import Read
from scanner.policy.errors import PackError
from scanner.policy.functions import rule_functions
from scanner.policy.mentions import is_personal, linked_by
from scanner.policy.paths import parse_path
from scanner.policy.records import Body, Record
from scanner.policy.rule_files import RuleFile
from scanner.policy.templates import Expression, TemplateError, split_template

if TYPE_CHECKING:
    from types import CodeType

_TYPES = {"resource": map_of(STRING, DYN), "meta": map_of(STRING, DYN), "pod": map_of(STRING, DYN)}
_CONTAINERS = ("list", "map", "dyn")


class Compiler:
    """Compiles rule files. Environments are kept between rules: most rules share one."""

    def __init__(self) -> None:
        self._functions = rule_functions()
        self._environments: dict[tuple[str, ...], cel.Environment] = {}

    def compile(self, file: RuleFile) -> Record:
        """The record of a rule.

        Raises:
            PackError: expressions have faults; all are listed, each with its place.
        """
        return _RuleCompiler(self, file).record()

    def environment(self, names: tuple[str, ...]) -> cel.Environment:
        """What expressions may use when these names are bound, in this order."""
        found = self._environments.get(names)
        if found is None:
            types: dict[str, Type] = {name: _TYPES.get(name, DYN) for name in names}
            found = self._environments[names] = cel.Environment(types, self._functions)
        return found


def compile_all(files: Iterable[RuleFile]) -> list[Record]:
    """The records of many rules.

    Raises:
        PackError: with the faults of all of them.
    """
    compiler = Compiler()
    records: list[Record] = []
    problems: list[Problem] = []
    for file in files:
        try:
            records.append(compiler.compile(file))
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return records


class _RuleCompiler:
    """One rule being compiled."""

    def __init__(self, compiler: Compiler, file: RuleFile) -> None:
        self._compiler = compiler
        self._file = file
        self._pods = "pods" in file.rule.kubernetes
        self._names = ("resource", "meta", "pod") if self._pods else ("resource", "meta")
        self._faults: list[tuple[str, Path, int | None]] = []

    def record(self) -> Record:
        file = self._file
        item_names = tuple(name for name, _ in file.each)
        names = (*self._names, *item_names)
        per_item = file.when is not None and self._mentions(file.when, item_names)
        check = self._expression(("check",), file.check, names, ("bool", "dyn"))
        when_names = names if per_item else self._names
        when = None if file.when is None else self._expression(("when",), file.when, when_names, ("bool", "dyn"))
        each = self._each()
        message = self._message(names)
        focus = self._paths("focus", file.focus)
        sensitive = self._paths("sensitive", file.sensitive)
        if self._faults or check is None:
            raise PackError(self._problems())
        reads = dict.fromkeys((*check.reads, *(when.reads if when is not None else ())))
        body = Body(
            pods=self._pods,
            when=None if when is None else when.code,
            when_per_item=per_item,
            check=check.code,
            each=tuple((name, program.code, _reads(program.reads, whole=True)) for name, program in each),
            message=message,
            focus=focus,
            reads=_reads(reads),
            sensitive=sensitive,
        )
        return Record(file.rule, body, linked_by(file), is_personal(file))

    def _each(self) -> list[tuple[str, cel.Program]]:
        found = []
        names = self._names
        for name, text in self._file.each:
            program = self._expression(("each", name), text, names, _CONTAINERS)
            if program is not None:
                found.append((name, program))
            names = (*names, name)
        return found

    def _message(self, names: tuple[str, ...]) -> tuple[str | CodeType, ...]:
        try:
            template = split_template(self._file.message)
        except TemplateError as error:
            self._faults.append((str(error), ("message",), error.offset))
            return ()
        parts: list[str | CodeType] = []
        for part in template:
            if isinstance(part, Expression):
                program = self._expression(("message",), part.text, names, None, part.offset)
                if program is not None:
                    parts.append(program.code)
            else:
                parts.append(part)
        return tuple(parts)

    def _paths(self, key: str, texts: Iterable[str]) -> tuple[Read, ...]:
        roots = {*self._names, *(name for name, _ in self._file.each)}
        found: list[Read] = []
        for text in texts:
            try:
                path = parse_path(text)
            except ValueError as error:
                self._faults.append((str(error), (key,), None))
                continue
            first = path[0] if path else ""
            found.append((first, path[1:]) if isinstance(first, str) and first in roots else ("resource", path))
        return tuple(found)

    def _expression(
        self, path: Path, text: str, names: tuple[str, ...], types: Sequence[str] | None, offset: int = 0
    ) -> cel.Program | None:
        later = tuple(name for name, _ in self._file.each if name not in names)
        variables = [(name, body) for name, body in self._file.variables if not self._mentions(body, later)]
        try:
            program = cel.compile(text, self._compiler.environment(names), variables=variables)
        except cel.CelError as error:
            if error.variable is None:
                at = None if error.offset < 0 else offset + error.offset
                self._faults.append((error.message, path, at))
            else:
                variable = self._variable_path(error.variable)
                self._faults.append((error.message, variable, None if error.offset < 0 else error.offset))
            return None
        if types is not None and program.type.name not in types:
            expected = "true or false" if types != _CONTAINERS else "a list or a map"
            self._faults.append((f"this gives {program.type}, but {expected} is needed", path, None))
            return None
        return program

    def _mentions(self, text: str, names: Iterable[str]) -> bool:
        """Whether an expression may use one of the names, itself or through variables."""
        wanted = set(names)
        if not wanted:
            return False
        words = set(re.findall(r"[A-Za-z_]\w*", text))
        for name, body in reversed(self._file.variables):
            if name in words:
                words.update(re.findall(r"[A-Za-z_]\w*", body))
        return not words.isdisjoint(wanted)

    def _variable_path(self, name: str) -> Path:
        number = next((n for n, (other, _) in enumerate(self._file.variables) if other == name), 0)
        listed = re.search(r"^variables:\s*\n\s*-", self._file.text, re.MULTILINE)
        return ("variables", number, "expression") if listed else ("variables", name)

    def _problems(self) -> list[Problem]:
        from scanner.policy.yaml_places import YamlPlaces

        file = self._file
        places = YamlPlaces(file.text, file.path)
        found = [
            (what, places.value(path) if offset is None else places.inside(path, offset))
            for what, path, offset in dict.fromkeys(self._faults)
        ]
        return [Problem("error", "invalid", what, file.path, place) for what, place in found]


def _reads(found: Iterable[cel.Read], whole: bool = False) -> tuple[Read, ...]:
    """Reads as plain data. The resource as a `whole` may be an item, but says nothing of what was read in it."""
    roots = ("resource", "meta", "pod")
    return tuple((read.variable, read.path) for read in found if whole or read.path or read.variable not in roots)
