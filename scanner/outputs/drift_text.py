"""Drift for people: object by object, then what is on one side only, then what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from scanner.model.drift import CLASSES, ComparedValue, DriftClass, DriftResult, FieldDrift, ObjectRef, RuleDrift
from scanner.model.rules import SEVERITIES
from scanner.model.values import Unknown, Value
from scanner.outputs.layout import Page
from scanner.outputs.style import Role, Style
from scanner.outputs.text_summary import identity_of, missing, write_problem
from scanner.outputs.values import describe

_LONGEST = 300
_MOST_RULES = 6
_NAMES: dict[DriftClass, tuple[str, str]] = {
    "compliance": ("rule fails only live", "rules fail only live"),
    "live-only": ("object is only in the cluster", "objects are only in the cluster"),
    "declared-only": ("object is only declared", "objects are only declared"),
    "fields": ("field differs", "fields differ"),
}


def write_drift_text(result: DriftResult, stream: TextIO, style: Style) -> None:
    """Writes the report. Nothing that stands in a file or in the cluster reaches the stream unescaped."""
    page = Page(stream, style)
    for live, rules, fields in _by_object(result):
        _write_object(page, live, rules, fields)
    _write_live_only(page, result)
    _write_declared_only(page, result)
    for problem in result.problems:
        write_problem(page, problem, result.sources)
    _write_summary(page, result)


_Sorted = tuple[ObjectRef, list[tuple[str, RuleDrift]], list[FieldDrift]]


def _by_object(result: DriftResult) -> list[_Sorted]:
    """What differs, by object; what is told with a rule is not told again as a field."""
    found: dict[str, _Sorted] = {}
    every = (("worse", result.worse), ("better", result.better), ("undecided", result.undecided))
    for sort, drifts in every:
        for each in drifts:
            found.setdefault(each.live.address, (each.live, [], []))[1].append((sort, each))
    for field in result.fields:
        entry = found.setdefault(field.live.address, (field.live, [], []))
        told = {value.path for sort, each in entry[1] if sort == "worse" for value in each.values}
        if field.value.path not in told:
            entry[2].append(field)
    return sorted(found.values(), key=lambda entry: entry[0].address)


def _write_object(page: Page, live: ObjectRef, rules: list[tuple[str, RuleDrift]], fields: list[FieldDrift]) -> None:
    style = page.style
    declared = rules[0][1].declared if rules else fields[0].declared
    page.line(style.paint(style.safe(_name(live)), "strong"))
    _write_places(page, declared, live)
    for sort, each in sorted(rules, key=_worst_first):
        _write_rule(page, sort, each)
    for field in fields:
        said = ", ".join(field.rules[:_MOST_RULES])
        more = f" and {len(field.rules) - _MOST_RULES} more" if len(field.rules) > _MOST_RULES else ""
        unknown = field.certainty == "unknown"
        label: tuple[str, Role] = ("cannot be compared", "unknown") if unknown else ("differs", "warning")
        page.paragraph(style.safe(field.value.path), "  ", label)
        _write_value(page, field.value)
        page.entry("read by", [style.safe(said + more)])
    page.line()


def _worst_first(entry: tuple[str, RuleDrift]) -> tuple[int, int]:
    sort, each = entry
    return ("worse", "undecided", "better").index(sort), SEVERITIES.index(each.rule.severity)


def _write_places(page: Page, declared: ObjectRef, live: ObjectRef) -> None:
    safe = page.style.safe
    address = f"{declared.address}, " if declared.origin.kind == "terraform" else ""
    page.entry("declared", [safe(f"{address}{declared.place}")])
    version = f", resourceVersion {live.origin.version}" if live.origin.version else ""
    page.entry("live", [safe(f"{live.place.file}{f', uid {live.origin.uid}' if live.origin.uid else ''}{version}")])


def _write_rule(page: Page, sort: str, each: RuleDrift) -> None:
    style = page.style
    heads: dict[str, tuple[str, Role]] = {
        "worse": (each.rule.severity, each.rule.severity),
        "better": ("better", "pass"),
        "undecided": ("unknown", "unknown"),
    }
    label, role = heads[sort]
    item = f" [{each.item}]" if each.item is not None else ""
    title = style.safe(f"{each.rule.id}: {each.rule.title}{item}")
    page.line(f"  {style.paint(label, role)} {title}")
    page.paragraph(f"{_said(each.declared_outcome)} as declared, {_said(each.live_outcome)} live", "    ")
    if sort != "worse":
        return
    if each.message:
        page.paragraph(style.safe(each.message), "    ")
    for value in each.values:
        page.paragraph(style.safe(value.path), "    ")
        _write_value(page, value)


def _write_value(page: Page, value: ComparedValue) -> None:
    safe = page.style.safe
    at = f"  at {value.declared_at}" if value.declared_at is not None else ""
    page.entry("declared", [safe(f"{_shown(value.declared)}{at}")])
    page.entry("live", [safe(_shown(value.live))])


def _write_live_only(page: Page, result: DriftResult) -> None:
    style = page.style
    for each in result.live_only:
        known = each.certainty == "certain"
        label = style.paint("live only" if known else "live, perhaps not declared", "warning" if known else "unknown")
        page.line(f"{label} {style.paint(style.safe(_name(each.live)), 'strong')}")
        uid = f", uid {each.live.origin.uid}" if each.live.origin.uid else ""
        page.entry("live", [style.safe(f"{each.live.place.file}{uid}")])
        if each.why:
            page.entry("unknown", [style.safe(each.why)])
        if each.failed:
            page.entry("fails", [style.safe(_list(each.failed))])
        page.line()


def _write_declared_only(page: Page, result: DriftResult) -> None:
    style = page.style
    for each in result.declared_only:
        known = each.certainty == "certain"
        label = style.paint("declared only" if known else "declared, perhaps not live", "note" if known else "unknown")
        page.line(f"{label} {style.paint(style.safe(_name(each.declared)), 'strong')}")
        page.entry("declared", [style.safe(str(each.declared.place))])
        if each.why:
            page.entry("unknown", [style.safe(each.why)])
        page.line()


def _write_summary(page: Page, result: DriftResult) -> None:
    page.paragraph(identity_of(result.cluster), "")
    if result.incomplete:
        page.paragraph(missing(result.problems), "", ("Incomplete", "error"))
    counted = [_count(result.count(each), *_NAMES[each]) for each in CLASSES if result.count(each)]
    where = f" in {page.style.safe(', '.join(result.namespaces))}" if result.namespaces else ""
    if not result.declared and not result.live_only:
        page.paragraph(f"The code declares no Kubernetes objects{where}: nothing was compared.", "")
        return
    said = ", ".join(counted) or ("No drift in what could be read" if result.incomplete else "No drift")
    page.paragraph(f"{said}: {result.matched} of {_count(result.declared, 'declared object')} found live{where}.", "")
    every = (result.fields, result.live_only, result.declared_only)
    open_ = len(result.undecided) + sum(each.certainty == "unknown" for found in every for each in found)
    aside = [f"{open_} unknown"] if open_ else []
    aside += [f"{len(result.better)} better live than declared"] if result.better else []
    if aside:
        page.paragraph(f"Not counted: {', '.join(aside)}.", "")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def _said(outcome: str | None) -> str:
    return {"pass": "passes", "fail": "fails", "unknown": "cannot be decided", None: "does not apply"}[outcome]


def _shown(value: Value) -> str:
    if value is None:
        return "(not set)"
    return f"unknown: {value.cause}" if isinstance(value, Unknown) else describe(value, _LONGEST)


def _name(each: ObjectRef) -> str:
    return f"{each.kind} {each.name if each.namespace is None else f'{each.namespace}/{each.name}'}"


def _list(names: Iterable[str]) -> str:
    every = list(names)
    more = f" and {len(every) - _MOST_RULES} more" if len(every) > _MOST_RULES else ""
    return ", ".join(every[:_MOST_RULES]) + more
