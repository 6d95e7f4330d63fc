"""The table from rules to controls: compiled from catalogues and rules, committed, and read by every scan.

A rule bears on a control *directly* when one of its themes is among the control's `themes` or the control includes it
by name: its failure is a deficiency of the control. It is *supporting* when a theme is only among the control's
`supporting_themes`: context that never passes or fails the control. An excluded rule does neither.

The text form is tab-separated: a first line with the versions, a line of column names, then one sorted line a row. The
sorted lines are also the index: a rule's controls are found by bisection, so reading costs a split and no more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from scanner.compliance.errors import ComplianceError
from scanner.compliance.folder import frameworks_folder
from scanner.model.frameworks import Control, Framework
from scanner.model.rules import Rule

Relation: TypeAlias = Literal["direct", "supporting"]

MAPPING_FILE = "mapping.tsv"
MAPPING_FORMAT = "bylaw-mapping 1"
COLUMNS = ("rule", "framework", "control", "relation", "via", "reason")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule bearing on one control."""

    rule: str
    """The rule's id."""
    framework: str
    """The framework's id."""
    control: str
    """The control's id."""
    relation: Relation
    """Whether a failure is a deficiency or only context."""
    via: str
    """The theme that joins them, or `include`."""
    reason: str = ""
    """Why the rule is included by name."""


class Mapping:
    """Rows from rules to controls, found by rule without reading the others."""

    __slots__ = ("_lines", "versions")

    def __init__(self, versions: str, lines: list[str]) -> None:
        self.versions = versions
        """Format and catalogue versions: `bylaw-mapping 1; soc2 0.1.0; ...`."""
        self._lines = lines

    def controls_of(self, rule: str) -> dict[str, list[str]]:
        """Control ids the rule bears on directly, by framework id."""
        found: dict[str, list[str]] = {}
        for row in self.rows_of(rule):
            if row.relation == "direct":
                found.setdefault(row.framework, []).append(row.control)
        return found

    def rows_of(self, rule: str) -> Iterator[Row]:
        """Every row of the rule, direct and supporting."""
        prefix = rule + "\t"
        lines = self._lines
        for index in range(bisect_left(lines, prefix), len(lines)):
            if not lines[index].startswith(prefix):
                return
            yield _row_of(lines[index])

    def rules_of(self, framework: str, control: str, relation: Relation = "direct") -> list[str]:
        """Ids of the rules that bear on the control in that way."""
        middle = f"\t{framework}\t{control}\t{relation}\t"
        return [line.partition("\t")[0] for line in self._lines if middle in line]

    def rows(self) -> Iterator[Row]:
        """Every row, sorted by rule, framework and control."""
        return map(_row_of, self._lines)

    def joined(self, other: Mapping) -> Mapping:
        """Both tables as one; for rules of user packs beside the shipped ones."""
        return Mapping(self.versions, sorted({*self._lines, *other._lines}))

    def to_text(self) -> str:
        """The committed form."""
        return "\n".join((f"# {self.versions}", "\t".join(COLUMNS), *self._lines)) + "\n"

    def __len__(self) -> int:
        return len(self._lines)


def compile_mapping(frameworks: Iterable[Framework], rules: Iterable[Rule], *, whole: bool = True) -> Mapping:
    """The table of these rules. Raises ComplianceError.

    With `whole` the rules are all there are, so an override that names none of them is an error; without it they are
    a user's own, and overrides that name shipped rules are passed over.
    """
    rules = list(rules)
    by_theme, ids = _by_theme(rules), {rule.id for rule in rules}
    lines = []
    versions = [MAPPING_FORMAT]
    for framework in frameworks:
        versions.append(f"{framework.id} {framework.catalogue_version}")
        for control in framework.controls:
            if whole:
                _check_overrides(framework.id, control, ids, by_theme)
            lines += [_line(row) for row in _rows(framework.id, control, by_theme, ids)]
    return Mapping("; ".join(versions), sorted(lines))


def load_mapping(folder: Path | None = None) -> Mapping:
    """The committed table of the shipped rules. Raises ComplianceError."""
    path = (folder or frameworks_folder()) / MAPPING_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ComplianceError(f"{path}: cannot be read: {error}") from error
    return parse_mapping(text, str(path))


def parse_mapping(text: str, path: str = MAPPING_FILE) -> Mapping:
    """Reads what `Mapping.to_text` wrote. Raises ComplianceError when it is of another format or cut short."""
    lines = text.split("\n")
    if len(lines) < 3 or lines[-1] != "" or lines[1] != "\t".join(COLUMNS):
        raise ComplianceError(f"{path}: is not a whole rule-to-control table; write it again")
    if not lines[0].startswith(f"# {MAPPING_FORMAT};"):
        raise ComplianceError(f"{path}: is not of the format {MAPPING_FORMAT!r}; write it again")
    return Mapping(lines[0][2:], lines[2:-1])


def _by_theme(rules: Iterable[Rule]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in rules:
        for theme in (rule.theme, *rule.also):
            found.setdefault(theme, []).append(rule.id)
    return found


def _rows(framework: str, control: Control, by_theme: dict[str, list[str]], ids: Collection[str]) -> Iterator[Row]:
    seen = set(control.exclude)
    for rule in control.include:
        if rule in ids and rule not in seen:
            seen.add(rule)
            yield Row(rule, framework, control.id, "direct", "include", control.reason)
    relations: tuple[tuple[Relation, tuple[str, ...]], ...] = (
        ("direct", control.themes),
        ("supporting", control.supporting_themes),
    )
    for relation, themes in relations:
        for theme in themes:
            for rule in by_theme.get(theme, ()):
                if rule not in seen:
                    seen.add(rule)
                    yield Row(rule, framework, control.id, relation, theme)


def _check_overrides(framework: str, control: Control, ids: Collection[str], by_theme: dict[str, list[str]]) -> None:
    where = f"{framework} {control.id}"
    for rule in (*control.include, *control.exclude):
        if rule not in ids:
            raise ComplianceError(f"{where}: there is no rule {rule!r} to include or exclude")
    if both := set(control.include) & set(control.exclude):
        raise ComplianceError(f"{where}: {', '.join(sorted(both))} is both included and excluded")
    selected = {rule for theme in (*control.themes, *control.supporting_themes) for rule in by_theme.get(theme, ())}
    if idle := set(control.exclude) - selected:
        raise ComplianceError(f"{where}: excludes {', '.join(sorted(idle))}, which none of its themes selects")


def _line(row: Row) -> str:
    cells = (row.rule, row.framework, row.control, row.relation, row.via, row.reason)
    if any("\t" in cell or "\n" in cell or "\r" in cell for cell in cells):
        raise ComplianceError(f"{row.framework} {row.control}: a tab or a line break cannot stand in the table")
    return "\t".join(cells)


def _row_of(line: str) -> Row:
    rule, framework, control, relation, via, reason = line.split("\t")
    kind: Any = relation
    return Row(rule, framework, control, kind, via, reason)
