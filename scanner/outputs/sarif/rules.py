"""Rules as SARIF reporting descriptors."""

from __future__ import annotations

from typing import Any

import sarif_om as om

from scanner.model.rules import Rule, RuleSeverity
from scanner.outputs.labels import controls_line
from scanner.outputs.sarif.messages import markdown, plain_text
from scanner.outputs.sarif.taxonomies import Controls, Taxonomies

LEVELS: dict[RuleSeverity, str] = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}

SCORES: dict[RuleSeverity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "3.0"}
"""`security-severity`: GitHub calls over 9.0 critical, from 7.0 high, from 4.0 medium and less low."""

_MOST_TAGS = 10
"""GitHub shows 10 tags of a rule and refuses more than 20."""


def descriptor(rule: Rule, controls: Controls, taxonomies: Taxonomies) -> Any:
    """Everything a viewer can show about a rule."""
    references = taxonomies.controls(controls)
    page = next((url for url in rule.references if url.startswith("https://")), None)
    return om.ReportingDescriptor(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.id.split("-")),
        short_description=om.MultiformatMessageString(text=plain_text(rule.title)),
        full_description=om.MultiformatMessageString(text=plain_text(rule.why or rule.title)),
        help=om.MultiformatMessageString(text=_help_text(rule), markdown=_help_markdown(rule, controls)),
        help_uri=page,
        default_configuration=om.ReportingConfiguration(level=LEVELS[rule.severity]),
        relationships=[om.ReportingDescriptorRelationship(target=target) for target in references] or None,
        properties={
            "tags": _tags(rule, controls),
            "precision": "high",
            "security-severity": SCORES[rule.severity],
        },
    )


def _tags(rule: Rule, controls: Controls) -> list[str]:
    tags = ["security", rule.theme, *rule.also, *sorted(name for name, ids in controls.items() if ids)]
    return list(dict.fromkeys(tags))[:_MOST_TAGS]


def _help_text(rule: Rule) -> str:
    parts = [plain_text(part) for part in (rule.why or rule.title, rule.fix) if part]
    return "\n\n".join([*parts, *rule.references])


def _help_markdown(rule: Rule, controls: Controls) -> str:
    parts = [markdown(rule.why or rule.title)]
    if rule.fix:
        parts.append(f"**Fix:** {markdown(rule.fix)}")
    named = controls_line(controls, "·")
    if named:
        parts.append(f"**Controls:** {markdown(named)}")
    parts += [f"<{url}>" for url in rule.references if _is_plain_link(url)]
    return "\n\n".join(parts)


def _is_plain_link(url: str) -> bool:
    return url.startswith("https://") and url.isascii() and not any(char in url for char in "<> \\\"'`()[]")
