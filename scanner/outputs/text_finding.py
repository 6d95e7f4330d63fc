"""One finding, told to a person."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model.places import Place, Source
from scanner.model.rules import Rule
from scanner.model.values import Unknown
from scanner.model.verdicts import Finding, Reason, Verdict
from scanner.outputs.excerpt import excerpt
from scanner.outputs.labels import controls_line
from scanner.outputs.layout import Page
from scanner.outputs.style import Role
from scanner.outputs.values import describe, located, references_of, settled_by

_MOST_REASONS = 5
_MOST_REFERENCES = 8


def write_finding(
    page: Page, finding: Finding, controls: Mapping[str, tuple[str, ...]], sources: Mapping[str, Source]
) -> None:
    """What is wrong (or undecided), where, why and what to do about it."""
    verdict = finding.verdict
    place = verdict.place or verdict.resource.place
    _write_heading(page, verdict, place)
    source = sources.get(place.file)
    if source is not None:
        role = _role(verdict)
        # Findings about one place stand one behind the other.
        shown = (source, place, verdict.hidden, role if page.style.color else None)
        page.unchanged(shown, lambda: excerpt(source, place, page.style, role, verdict.hidden))
    safe = page.style.safe
    resource = verdict.resource
    page.entry("resource", [safe(resource.address)])
    if resource.origin.kind == "cluster" and resource.origin.uid is not None:
        version = f", resourceVersion {resource.origin.version}" if resource.origin.version else ""
        page.entry("object", [safe(f"uid {resource.origin.uid}{version}")])
    if verdict.item is not None:
        page.entry("item", [safe(verdict.item)])
    if resource.origin.environment is not None:
        what = "environment" if resource.origin.kind == "terraform" else "release"
        page.entry("for", [f"{what} {safe(resource.origin.environment)}"])
    calls = [safe(f"{call.address} at {call.place}") for call in resource.origin.calls]
    if calls:
        page.entry("called", calls)
    page.entry("because", _because(page, verdict.because, place))
    page.repeated(verdict.rule.id, lambda page: _write_advice(page, verdict.rule, controls))


def _write_advice(page: Page, rule: Rule, controls: Mapping[str, tuple[str, ...]]) -> None:
    """What all findings of a rule end with."""
    safe = page.style.safe
    page.entry("fix", [safe(" ".join(rule.fix.split()))] if rule.fix else [])
    page.entry("controls", [safe(controls_line(controls, page.style.dot))] if controls else [])
    page.line()


def write_pass(page: Page, finding: Finding) -> None:
    """A pass, in one line."""
    verdict = finding.verdict
    place = verdict.place or verdict.resource.place
    item = f" {verdict.item}" if verdict.item is not None else ""
    style = page.style
    text = style.safe(f"{verdict.rule.id}  {verdict.resource.address}{item}  {place}")
    page.line(f"{style.paint('pass', 'pass')}  {text}")


def _write_heading(page: Page, verdict: Verdict, place: Place) -> None:
    style = page.style
    page.repeated(f"{verdict.outcome} {verdict.rule.id}", lambda page: _write_title(page, verdict))
    if verdict.message:
        page.paragraph(style.safe(verdict.message))
    is_empty = (place.line, place.column) == (place.end_line, place.end_column)
    shown = place.file if is_empty and verdict.resource.origin.kind == "cluster" else str(place)
    page.line(f"  {style.paint('-->', 'faint')} {style.safe(shown)}")


def _write_title(page: Page, verdict: Verdict) -> None:
    style, rule = page.style, verdict.rule
    label = rule.severity if verdict.outcome == "fail" else f"unknown ({rule.severity})"
    title = style.safe(f"{rule.id}: {rule.title}")
    page.line(f"{style.paint(label, _role(verdict))} {style.paint(title, 'strong')}")


def _role(verdict: Verdict) -> Role:
    return verdict.rule.severity if verdict.outcome == "fail" else "unknown"


def _because(page: Page, reasons: tuple[Reason, ...], place: Place) -> list[str]:
    safe = page.style.safe
    lines: list[str] = []
    for reason in reasons[:_MOST_REASONS]:
        lines.append(safe(_reason(reason, place)))
        references = references_of(reason)
        if not references:
            continue
        lines += [safe(f"  from {located(reference)}") for reference in references[:_MOST_REFERENCES]]
        settled = settled_by(references, "to settle it: ")
        if settled:
            lines.append(safe(f"  {settled}"))
    if len(reasons) > _MOST_REASONS:
        lines.append(f"and {len(reasons) - _MOST_REASONS} more")
    return lines


def _reason(reason: Reason, place: Place) -> str:
    value = reason.value
    said = f"unknown: {value.cause}" if isinstance(value, Unknown) else describe(value)
    at = reason.place
    shown = at is None or (at.file, at.line) == (place.file, place.line)
    return f"{reason.path} is {said}" + ("" if shown else f" at {at}")
