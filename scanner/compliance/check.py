"""The full examination of the catalogues, for `bylaw frameworks check` and the tests; never at scan time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanner.compliance.folder import frameworks_folder
from scanner.compliance.frameworks import CATALOGUES, read_yaml

_ID_FORMS = {
    "soc2": r"(CC[1-9]|A1|C1|PI1|P[1-8])\.[1-9]",
    "hipaa": r"164\.3(06|08|10|12|14|16)(\([a-e]\))(\([1-8]\))?(\([ivx]+\))?(\([A-E]\))?",
    "gdpr": r"Art\.[1-9][0-9]?(\([1-9]\))?(\([a-j]\))?",
    "zero-trust": r"T[1-7]|ZTMM-[A-Z]+-[A-Z]+",
    "nist-800-53": r"[A-Z]{2}-[1-9][0-9]?(\([1-9][0-9]?\))?",
}
"""How each framework writes the ids of its controls."""


def check_frameworks(folder: Path | None = None) -> list[str]:
    """What is wrong with the catalogues, one sentence each; empty when all is well. Raises ComplianceError."""
    folder = folder or frameworks_folder()
    catalogues = {name: read_yaml(folder / f"{name}.yaml") for name in CATALOGUES}
    themes = read_yaml(folder / "themes.yaml")
    found = [f"{name}: {wrong}" for name, data in catalogues.items() for wrong in _against_schema(data)]
    if found:  # what does not have the form cannot be examined further
        return found
    ids = {name: [control["id"] for control in data["controls"]] for name, data in catalogues.items()}
    found += _check_themes(themes, catalogues["nist-800-53"])
    known = {theme["id"] for theme in themes["themes"]}
    for name, data in catalogues.items():
        found += [f"{name}: {wrong}" for wrong in _check_catalogue(name, data, known)]
        found += [f"{name}: {wrong}" for wrong in _check_crosswalk(data, ids)]
    return found


def _against_schema(data: Any) -> Iterator[str]:
    import jsonschema

    schema = json.loads(Path(__file__).with_name("framework.schema.json").read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(schema).iter_errors(data):
        yield f"{error.json_path}: {error.message}"


def _check_catalogue(name: str, data: Any, themes: set[str]) -> Iterator[str]:
    import re

    if data["framework"] != name:
        yield f"calls itself {data['framework']!r}"
    seen: set[str] = set()
    for control in data["controls"]:
        where = control["id"]
        if where in seen:
            yield f"{where}: stands twice"
        seen.add(where)
        if re.fullmatch(_ID_FORMS[name], where) is None:
            yield f"{where}: is not an id of this framework"
        for theme in (*control["themes"], *control["supporting_themes"]):
            if theme not in themes:
                yield f"{where}: there is no theme {theme!r}"
        if twice := set(control["themes"]) & set(control["supporting_themes"]):
            yield f"{where}: {', '.join(sorted(twice))} is both direct and supporting"
    yield from _check_parents(data, seen)


def _check_parents(data: Any, ids: set[str]) -> Iterator[str]:
    groups = {group["id"] for group in (*data.get("groups", ()), *data.get("sections", ()))}
    for control in data["controls"]:
        parent = control.get("parent")
        if groups and parent not in groups | ids:
            yield f"{control['id']}: its parent {parent!r} is neither a group nor a control"


def _check_crosswalk(data: Any, ids: dict[str, list[str]]) -> Iterator[str]:
    for control in data["controls"]:
        for framework, links in control.get("crosswalk", {}).items():
            for link in links:
                if link["id"] not in ids[framework.replace("_", "-")]:
                    yield f"{control['id']}: crosswalk to {framework} {link['id']}, which is not in its catalogue"
                if link["source"] not in data["crosswalk_sources"] and "+" not in link["source"]:
                    yield f"{control['id']}: crosswalk source {link['source']!r} is not explained"


def _check_themes(data: Any, nist: Any) -> Iterator[str]:
    names = [theme["id"] for theme in data["themes"]]
    if data.get("count") != len(names) or len(set(names)) != len(names):
        yield "themes: a theme stands twice, or the count is wrong"
    asked = {control["id"]: (*control["themes"], *control["supporting_themes"]) for control in nist["controls"]}
    for theme in data["themes"]:
        for control in theme["nist_800_53"]:
            if theme["id"] not in asked.get(control, ()):
                yield f"themes: {theme['id']}: {control} of the NIST catalogue is not there or does not ask for it"
