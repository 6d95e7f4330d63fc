"""One rule for people: what it looks at, why, how to fix it, its controls and its examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

from scanner.model.rules import Example, Rule
from scanner.outputs.layout import Page
from scanner.outputs.style import Style


def write_rule_page(
    rule: Rule,
    check: str,
    examples: Iterable[Example],
    controls: Mapping[str, tuple[str, ...]],
    stream: TextIO,
    style: Style,
) -> None:
    """Writes the page; everything in it comes from the rule's own file."""
    page = Page(stream, style)
    page.line(f"{style.paint(rule.severity, rule.severity)}  {style.paint(style.safe(rule.id), 'strong')}")
    page.line(style.safe(rule.title))
    _section(page, style, "Why", rule.why)
    _section(page, style, "Fix", rule.fix)
    facts = {
        "Matches": ", ".join((*rule.terraform, *rule.kubernetes)),
        "Themes": ", ".join((rule.theme, *rule.also)),
        "Controls": "; ".join(f"{name} {', '.join(ids)}" for name, ids in sorted(controls.items())),
        "Also known as": "; ".join(f"{name} {', '.join(ids)}" for name, ids in sorted(rule.aliases.items())),
        "References": "\n".join(rule.references),
    }
    for name, text in facts.items():
        _section(page, style, name, text)
    _section(page, style, "Check", check)
    for example in examples:
        _section(page, style, f"Example ({example.verdict}): {example.name}", example.text)


def _section(page: Page, style: Style, heading: str, text: str) -> None:
    if not text:
        return
    page.line("")
    page.line(style.paint(style.safe(heading), "strong"))
    for line in text.rstrip("\n").split("\n"):
        page.line(f"  {style.safe(line)}".rstrip())
