"""Framework catalogues and themes: YAML that people edit, and the compiled table that a scan reads.

Parsing the YAML takes tens of milliseconds, so a scan reads `frameworks/controls.tsv`, compiled from it and held equal
to it by a test. Only `bylaw frameworks` and the tests read the YAML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args

from scanner.compliance.errors import ComplianceError
from scanner.compliance.folder import frameworks_folder
from scanner.model.frameworks import Assessment, Control, Framework, Theme

CATALOGUES: tuple[str, ...] = ("soc2", "hipaa", "gdpr", "zero-trust", "nist-800-53")
"""Ids of the frameworks, which are also their files' names, in the order they are shown."""

CONTROLS_FILE = "controls.tsv"
CONTROLS_FORMAT = "bylaw-controls 1"
_ASSESSMENTS: frozenset[str] = frozenset(get_args(Assessment))
_FIELDS = 9


def load_frameworks(folder: Path | None = None) -> tuple[Framework, ...]:
    """The frameworks from the compiled table.

    Raises ComplianceError when the table is missing or not in the format this version writes.
    """
    path = (folder or frameworks_folder()) / CONTROLS_FILE
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ComplianceError(f"{path}: cannot be read: {error}") from error
    return parse_controls(text, str(path))


def select_frameworks(frameworks: Iterable[Framework], ids: Sequence[str]) -> tuple[Framework, ...]:
    """The named ones, in catalogue order. Raises ComplianceError when an id is not known."""
    known = {framework.id: framework for framework in frameworks}
    for name in ids:
        if name not in known:
            raise ComplianceError(f"no framework is called {name!r}; there are {', '.join(known)}")
    return tuple(framework for name, framework in known.items() if name in ids)


def controls_text(frameworks: Iterable[Framework]) -> str:
    """The compiled table: one line a framework (`framework` first), one a control. Tab-separated."""
    lines = [CONTROLS_FORMAT]
    for framework in frameworks:
        head = (framework.id, framework.version, framework.catalogue_version, framework.publisher, framework.name)
        lines.append("\t".join(("framework", *map(_cell, head))))
        lines += [_control_line(control) for control in framework.controls]
    return "\n".join(lines) + "\n"


def parse_controls(text: str, path: str = CONTROLS_FILE) -> tuple[Framework, ...]:
    """Reads what `controls_text` wrote. Raises ComplianceError."""
    lines = text.split("\n")
    if lines[0] != CONTROLS_FORMAT or lines[-1] != "":
        raise ComplianceError(f"{path}: is not a whole table of the format {CONTROLS_FORMAT!r}; write it again")
    found: list[tuple[list[str], list[Control]]] = []
    for number, line in enumerate(lines[1:-1], 2):
        cells = line.split("\t")
        if cells[0] == "framework" and len(cells) == 6:
            found.append((cells, []))
        elif cells[0] == "control" and len(cells) == _FIELDS and found and cells[3] in _ASSESSMENTS:
            found[-1][1].append(_control_of(cells))
        else:
            raise ComplianceError(f"{path}:{number}: cannot be understood; write the table again")
    return tuple(_framework_from(head, controls) for head, controls in found)


def read_catalogues(folder: Path | None = None) -> tuple[Framework, ...]:
    """The frameworks from their YAML files. Raises ComplianceError; see `check` for the full examination."""
    folder = folder or frameworks_folder()
    return tuple(framework_of(read_yaml(folder / f"{name}.yaml"), f"{name}.yaml") for name in CATALOGUES)


def read_themes(folder: Path | None = None) -> tuple[Theme, ...]:
    """The closed list of themes from `themes.yaml`. Raises ComplianceError."""
    folder = folder or frameworks_folder()
    data = read_yaml(folder / "themes.yaml")
    try:
        return tuple(Theme(entry["id"], entry["title"], entry["definition"]) for entry in data["themes"])
    except (KeyError, TypeError) as error:
        raise ComplianceError(f"themes.yaml: a theme lacks {error}") from error


def read_yaml(path: Path) -> Any:
    """A YAML file's content. Raises ComplianceError."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ComplianceError(f"{path}: cannot be read: {error}") from error


def framework_of(data: Any, file: str) -> Framework:
    """A framework from its parsed YAML. Raises ComplianceError when a field is missing."""
    try:
        return Framework(
            id=data["framework"],
            name=data["name"],
            version=data["version"],
            publisher=data["publisher"],
            catalogue_version=data["catalogue_version"],
            controls=tuple(_control_from(entry, file) for entry in data["controls"]),
        )
    except (KeyError, TypeError) as error:
        raise ComplianceError(f"{file}: does not have the form of a framework: {error}") from error


def _control_from(entry: Any, file: str) -> Control:
    rules = entry.get("rules", {})
    include, exclude = tuple(rules.get("include", ())), tuple(rules.get("exclude", ()))
    reason = rules.get("reason", "")
    if (include or exclude) and not reason:
        raise ComplianceError(f"{file}: {entry['id']}: rules are included or excluded without a reason")
    if entry["assessment"] not in _ASSESSMENTS:
        raise ComplianceError(f"{file}: {entry['id']}: assessment {entry['assessment']!r} is not one of {_ASSESSMENTS}")
    return Control(
        id=entry["id"],
        title=entry["title"],
        assessment=entry["assessment"],
        themes=tuple(entry["themes"]),
        supporting_themes=tuple(entry["supporting_themes"]),
        include=include,
        exclude=exclude,
        reason=reason,
    )


def _framework_from(cells: list[str], controls: list[Control]) -> Framework:
    _, name, version, catalogue, publisher, full_name = cells
    return Framework(name, full_name, version, publisher, catalogue, tuple(controls))


def _control_line(control: Control) -> str:
    lists = (control.themes, control.supporting_themes, control.include, control.exclude)
    cells = (control.id, control.title, control.assessment, *(",".join(names) for names in lists), control.reason)
    return "\t".join(("control", *map(_cell, cells)))


def _control_of(cells: list[str]) -> Control:
    themes, supporting, include, exclude = (tuple(cell.split(",")) if cell else () for cell in cells[4:8])
    assessment: Any = cells[3]
    return Control(cells[1], cells[2], assessment, themes, supporting, include, exclude, cells[8])


def _cell(text: str) -> str:
    if "\t" in text or "\n" in text or "\r" in text:
        raise ComplianceError(f"{text!r} holds a tab or a line break, which the compiled tables cannot")
    return text
