"""Strict validation of a rule file: form by JSON Schema, then what a schema cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scanner.model.places import Place
from scanner.model.problems import Problem
from scanner.model.values import Path as ValuePath
from scanner.policy.yaml_places import YamlPlaces

RESERVED_NAMES = frozenset({"resource", "meta", "pod"})
"""Names that every rule already has."""


class RuleValidator:
    """Says everything that is wrong with a rule file. `themes` is the closed list of themes, None for any."""

    def __init__(self, themes: frozenset[str] | None = None) -> None:
        import json

        from jsonschema import Draft202012Validator

        schema = json.loads(Path(__file__).with_name("rule.schema.json").read_text(encoding="utf-8"))
        self._schema = Draft202012Validator(schema)
        self._themes = themes

    def problems(self, data: Any, text: str, file: str, stem: str) -> list[Problem]:
        """Every fault in the order of the file. `stem`: the file's name without its ending, which must be the id."""
        places = YamlPlaces(text, file)
        faults = [*self._form(data, places), *_duplicate_faults(places)]
        if isinstance(data, Mapping):
            faults += _rule_faults(data, stem, self._themes, places)
        unique = sorted(set(faults), key=lambda fault: (fault[1], fault[0]))
        return [Problem("error", "invalid", what, file, place) for what, place in unique]

    def _form(self, data: Any, places: YamlPlaces) -> Iterator[tuple[str, Place]]:
        for error in self._schema.iter_errors(data):
            path = tuple(error.absolute_path)
            where = ".".join(map(str, path)) or "the file"
            if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
                known = error.schema.get("properties", {})
                for name in error.instance:
                    if name not in known:
                        what = f"unknown key {str(name)!r}; known are {', '.join(known)}"
                        yield what, places.key((*path, str(name)))
            elif error.validator == "pattern":
                shown = repr(error.instance)[:120]
                yield f"{where}: {shown} does not have the form {error.validator_value}", places.value(path)
            elif error.validator == "oneOf" and path[:1] == ("examples",):
                yield f"{where}: exactly one of terraform and kubernetes is needed", places.value(path)
            else:
                yield f"{where}: {error.message[:300]}", places.value(path)


def _duplicate_faults(places: YamlPlaces) -> Iterator[tuple[str, Place]]:
    for name, place in places.duplicates():
        yield f"{name!r} is written twice", place


def _rule_faults(
    data: Mapping[str, Any], stem: str, themes: frozenset[str] | None, places: YamlPlaces
) -> Iterator[tuple[str, Place]]:
    if isinstance(data.get("id"), str) and data["id"] != stem:
        yield f"the id {data['id']!r} is not the file's name {stem!r}", places.value(("id",))
    yield from _theme_faults(data, themes, places)
    yield from _name_faults(data, places)
    examples = data.get("examples")
    if isinstance(examples, list):
        verdicts = {entry.get("verdict") for entry in examples if isinstance(entry, Mapping)}
        for needed in ("pass", "fail"):
            if needed not in verdicts:
                yield f"no example with the verdict {needed}", places.key(("examples",))


def _theme_faults(
    data: Mapping[str, Any], themes: frozenset[str] | None, places: YamlPlaces
) -> Iterator[tuple[str, Place]]:
    also = data.get("also")
    listed: list[tuple[ValuePath, Any]] = []
    if isinstance(also, list):
        listed = [(("also", number), theme) for number, theme in enumerate(also)]
    for path, theme in [(("theme",), data.get("theme")), *listed]:
        if themes is not None and isinstance(theme, str) and theme not in themes:
            yield f"no theme {theme!r} in frameworks/themes.yaml", places.value(path)
        if len(path) > 1 and theme == data.get("theme"):
            yield f"{theme!r} is already the primary theme", places.value(path)


def _name_faults(data: Mapping[str, Any], places: YamlPlaces) -> Iterator[tuple[str, Place]]:
    seen = set(RESERVED_NAMES)
    for section in ("each", "variables"):
        entries = data.get(section)
        named: list[tuple[ValuePath, Any]]
        if isinstance(entries, Mapping):
            named = [((section, str(name)), name) for name in entries]
        elif isinstance(entries, list):
            named = [((section, n, "name"), e.get("name")) for n, e in enumerate(entries) if isinstance(e, Mapping)]
        else:
            continue
        for path, name in named:
            if name in seen:
                yield f"the name {name!r} is already taken", places.key(path)
            seen.add(name)


def theme_ids() -> frozenset[str]:
    """The closed list of themes that ships with Bylaw: the ids in `frameworks/themes.yaml`."""
    import yaml

    import scanner

    package = Path(scanner.__file__).parent
    shipped = package / "data" / "frameworks"
    folder = shipped if shipped.is_dir() else package.parent / "frameworks"
    text = (folder / "themes.yaml").read_text(encoding="utf-8")
    data = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return frozenset(theme["id"] for theme in data["themes"])
