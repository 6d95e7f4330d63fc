"""`defaults.yaml` files: the facts behind provider defaults, validated."""

from __future__ import annotations

from typing import Any

from scanner.model.problems import Problem
from scanner.model.values import Path
from scanner.policy.defaults import TypeDefaults
from scanner.policy.errors import PackError
from scanner.policy.paths import parse_path


def parse_defaults(data: Any, text: str, file: str) -> dict[str, TypeDefaults]:
    """Reads the data of a `defaults.yaml`.

    Raises:
        PackError: it does not have the form `{type: {source, values, blocks}}`; every fault is listed.
    """
    if data is None:
        return {}
    faults: list[tuple[Path, str]] = []
    if not isinstance(data, dict):
        faults.append(((), "a mapping from resource types is expected"))
        data = {}
    found: dict[str, TypeDefaults] = {}
    for kind, entry in data.items():
        wrong = _entry_faults(entry)
        faults += [((str(kind), *path), what) for path, what in wrong]
        if not wrong:
            blocks = {parse_path(name): values for name, values in entry.get("blocks", {}).items()}
            found[str(kind)] = TypeDefaults(entry["source"], entry.get("values", {}), blocks)
    if faults:
        from scanner.policy.yaml_places import YamlPlaces

        places = YamlPlaces(text, file)
        raise PackError([Problem("error", "invalid", what, file, places.key(path)) for path, what in faults])
    return found


def _entry_faults(entry: Any) -> list[tuple[Path, str]]:
    if not isinstance(entry, dict):
        return [((), "a mapping with source, values and blocks is expected")]
    faults: list[tuple[Path, str]] = [
        ((str(name),), f"unknown key {name!r}; known are source, values, blocks")
        for name in entry
        if name not in ("source", "values", "blocks")
    ]
    source = entry.get("source")
    if not isinstance(source, str) or not source.startswith(("https://", "http://")):
        faults.append((("source",), "a source is needed: the page that states the defaults"))
    if not _is_values(entry.get("values", {})):
        faults.append((("values",), "a mapping from argument names is expected"))
    blocks = entry.get("blocks", {})
    if not isinstance(blocks, dict):
        return [*faults, (("blocks",), "a mapping from block names is expected")]
    for name, values in blocks.items():
        if not isinstance(name, str) or not _is_values(values):
            faults.append((("blocks", str(name)), "a mapping from argument names is expected"))
            continue
        try:
            parse_path(name)
        except ValueError as error:
            faults.append((("blocks", name), str(error)))
    return faults


def _is_values(values: Any) -> bool:
    return _is_plain(values, 8) and isinstance(values, dict) and None not in values.values()


def _is_plain(value: Any, depth: int) -> bool:
    """Whether a value has a counterpart in JSON, without dates and the like that YAML has besides."""
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(isinstance(name, str) and _is_plain(item, depth - 1) for name, item in value.items())
    if isinstance(value, list):
        return all(_is_plain(item, depth - 1) for item in value)
    return value is None or isinstance(value, (bool, int, float, str))
