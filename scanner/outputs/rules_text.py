"""The rules for people, one a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from scanner.model.rules import Rule
from scanner.outputs.layout import Page, columns
from scanner.outputs.style import Style


def write_rules_text(rules: Iterable[Rule], stream: TextIO, style: Style) -> None:
    """Severity, id and title, sorted by id; then how many there are."""
    page = Page(stream, style)
    ordered = sorted(rules, key=lambda rule: rule.id)
    width = max((columns(rule.id) for rule in ordered), default=0)
    for rule in ordered:
        severity = style.paint(rule.severity, rule.severity) + " " * (len("critical") - len(rule.severity))
        ident = style.safe(rule.id)
        page.line(f"{severity}  {ident}{' ' * (width - columns(ident))}  {style.safe(rule.title)}")
    page.line(f"{len(ordered)} rule{'' if len(ordered) == 1 else 's'}")
