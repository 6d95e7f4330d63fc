"""The rules as JSON, see `docs/schemas/rules.schema.json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from scanner.model.rules import Rule
from scanner.outputs.documents import sorted_ids
from scanner.outputs.json_text import write_json


def write_rules_json(
    rules: Iterable[Rule], controls_of: Mapping[str, Mapping[str, tuple[str, ...]]], stream: TextIO
) -> None:
    """Writes the document, one rule a line."""
    write_json(rules_document(rules, controls_of), stream, 2)


def rules_document(rules: Iterable[Rule], controls_of: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Rules sorted by id, each with what it matches and the controls it bears on."""
    return {"rules": [_rule(rule, controls_of.get(rule.id, {})) for rule in sorted(rules, key=lambda rule: rule.id)]}


def _rule(rule: Rule, controls: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "theme": rule.theme,
        "also": list(rule.also),
        "aliases": sorted_ids(rule.aliases),
        "match": {"terraform": list(rule.terraform), "kubernetes": list(rule.kubernetes)},
        "controls": sorted_ids(controls),
        "references": list(rule.references),
        "file": rule.file,
    }
