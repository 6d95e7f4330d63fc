"""Findings as SARIF results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, assert_never

import sarif_om as om

from scanner.model.places import Place
from scanner.model.report import LineHash, ScanResult
from scanner.model.resources import Resource
from scanner.model.verdicts import Finding, Outcome, Verdict
from scanner.outputs.sarif.encode import encode
from scanner.outputs.sarif.messages import message
from scanner.outputs.sarif.places import Artifacts
from scanner.outputs.sarif.rules import LEVELS
from scanner.outputs.sarif.taxonomies import Taxonomies
from scanner.outputs.style import printable
from scanner.outputs.values import describe, references_of

_KINDS: dict[Outcome, str] = {"fail": "fail", "unknown": "open", "pass": "pass"}

_MOST_RELATED = 20


class Results:
    """Turns findings into results that refer to the rules, files and controls of one log."""

    __slots__ = ("_artifacts", "_baseline", "_hashed", "_result", "_rules", "_taxa", "_taxonomies")

    def __init__(self, result: ScanResult, rules: dict[str, int], artifacts: Artifacts, taxonomies: Taxonomies) -> None:
        self._result = result
        self._rules = rules
        self._artifacts = artifacts
        self._taxonomies = taxonomies
        self._taxa: dict[str, list[Any]] = {}
        self._hashed: tuple[str, LineHash | None] = ("", None)
        self._baseline = any(finding.status == "existing" for finding in result.findings)

    def result(self, finding: Finding) -> Any:
        """One finding as a result."""
        verdict = finding.verdict
        rule = verdict.rule
        place = verdict.place or verdict.resource.place
        return om.Result(
            rule_id=rule.id,
            rule_index=self._rules[rule.id],
            kind=_KINDS[verdict.outcome],
            level=LEVELS[rule.severity] if verdict.outcome == "fail" else "none",
            message=message(_said(verdict)),
            locations=[self._artifacts.location(place, logical=_logical(verdict.resource))],
            related_locations=list(self._related(verdict, place)) or None,
            partial_fingerprints=self._fingerprints(finding, place),
            suppressions=self._suppressions(finding),
            baseline_state=("unchanged" if finding.status == "existing" else "new") if self._baseline else None,
            taxa=self._controls(rule.id) or None,
            properties=_properties(finding),
        )

    def _controls(self, rule: str) -> list[Any]:
        """The controls that a rule bears on, the same in each of its results."""
        known = self._taxa.get(rule)
        if known is None:
            known = encode(self._taxonomies.controls(self._result.controls_of.get(rule, {})))
            self._taxa[rule] = known
        return known

    def _related(self, verdict: Verdict, primary: Place) -> Iterator[Any]:
        """The module calls on the way to the resource and the origins of the values, each place once."""
        seen: set[tuple[Place, str]] = set()
        for place, text in _related(verdict):
            if (place, text) in seen or (place.file, place.line) == (primary.file, primary.line):
                continue
            seen.add((place, text))
            yield self._artifacts.location(place, text, len(seen))
            if len(seen) == _MOST_RELATED:
                return

    def _fingerprints(self, finding: Finding, place: Place) -> dict[str, str]:
        fingerprints = {"bylaw/v1": finding.fingerprint}
        line_hash = self._line_hash(place.file)
        if line_hash is not None:
            fingerprints["primaryLocationLineHash"] = line_hash(place.line)
        return fingerprints

    def _line_hash(self, file: str) -> LineHash | None:
        if file != self._hashed[0]:  # findings are in the order of their files, and hashes take room
            source = self._result.sources.get(file)
            make = self._result.line_hashes
            self._hashed = file, make(source) if make is not None and source is not None else None
        return self._hashed[1]

    def _suppressions(self, finding: Finding) -> list[Any] | None:
        match finding.status:
            case "open" | "existing":
                return None
            case "ignored":
                kind = "inSource"
            case "waived":
                kind = "external"
            case _:
                assert_never(finding.status)
        at = finding.justified_at
        said = om.Suppression(
            kind=kind,
            state="accepted",
            justification=printable(finding.justification) or None,
            location=self._artifacts.location(at) if at is not None else None,
        )
        return [said]


def places_of(finding: Finding) -> Iterator[Place]:
    """The places that the result of a finding may speak of."""
    verdict = finding.verdict
    yield verdict.place or verdict.resource.place
    for call in verdict.resource.origin.calls:
        yield call.place
    for reason in verdict.because:
        if reason.place is not None:
            yield reason.place
        yield from (each.place for each in references_of(reason) if each.place is not None)
    if finding.justified_at is not None:
        yield finding.justified_at


def _said(verdict: Verdict) -> str:
    text = verdict.message or verdict.rule.title
    if verdict.item is not None and verdict.item not in text:
        text = f"{text} ({verdict.item})"
    match verdict.outcome:
        case "fail":
            return text
        case "unknown":
            return text[:1].upper() + text[1:] if verdict.message else f"Cannot be decided: {text}"
        case "pass":
            return f"Passed: {text}"
        case _:
            assert_never(verdict.outcome)


def _related(verdict: Verdict) -> Iterator[tuple[Place, str]]:
    for call in verdict.resource.origin.calls:
        yield call.place, f"{call.address} is called here"
    for reason in verdict.because:
        if reason.place is not None:
            yield reason.place, f"{reason.path} is {describe(reason.value)}"
        for reference in references_of(reason):
            if reference.place is not None:
                yield reference.place, f"{reference.name} is declared here"


def _logical(resource: Resource) -> Any:
    return om.LogicalLocation(
        name=printable(resource.name), fully_qualified_name=printable(resource.address), kind="resource"
    )


def _properties(finding: Finding) -> dict[str, str]:
    verdict = finding.verdict
    properties = {
        "outcome": verdict.outcome,
        "severity": verdict.rule.severity,
        "status": finding.status,
        "root": verdict.resource.origin.root,
    }
    if verdict.item is not None:
        properties["item"] = printable(verdict.item)
    if verdict.resource.origin.environment is not None:
        properties["environment"] = printable(verdict.resource.origin.environment)
    origin = verdict.resource.origin
    for name, text in (("uid", origin.uid), ("resourceVersion", origin.version)):
        if text is not None:
            properties[name] = printable(text)
    return properties
