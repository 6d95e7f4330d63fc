"""The report for programs: a stable contract, see `docs/schemas/report.schema.json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TextIO

from scanner.model.report import ControlStatus, ScanResult, finding_key, problem_key
from scanner.model.resources import Resource
from scanner.model.rules import SEVERITIES
from scanner.model.verdicts import Finding
from scanner.outputs.documents import (
    cluster_document,
    evidence_document,
    optional_place,
    place_document,
    problem_document,
    reason_document,
    sorted_ids,
)
from scanner.outputs.json_text import Lazily, write_json
from scanner.outputs.style import Style

REPORT_VERSION = "1"
"""Changes when a reader of the report would have to change; new keys do not change it."""

_LINES_DEPTH = 2
"""Each verdict and each problem stands on one line."""


class JsonOutput:
    """Findings, problems and control statuses with everything that is known of them."""

    name = "json"
    default_file = "bylaw.json"

    def write(self, result: ScanResult, stream: TextIO, style: Style) -> None:
        """Writes the document; it looks the same whatever the style."""
        document = _document(result)
        document["verdicts"] = Lazily(
            sorted(result.findings, key=finding_key), lambda each: _verdict(each, result), result.processes
        )
        write_json(document, stream, _LINES_DEPTH)


def _document(result: ScanResult) -> dict[str, Any]:
    """The report as yet without its verdicts."""
    return {
        "tool": {"name": "bylaw", "version": result.version, "report_version": REPORT_VERSION},
        "scope": _scope(result),
        "summary": _summary(result),
        "verdicts": [],
        "problems": [problem_document(problem) for problem in sorted(result.problems, key=problem_key)],
        "controls": _controls(result),
    }


def _scope(result: ScanResult) -> dict[str, Any]:
    scope = result.scope
    document: dict[str, Any] = {
        "paths": list(scope.paths),
        "roots": list(scope.roots),
        "files": scope.files,
        "resources": scope.resources,
        "rules": scope.rules,
        "frameworks": list(scope.frameworks),
    }
    if scope.clusters:
        document["clusters"] = [cluster_document(cluster) for cluster in scope.clusters]
    if result.started is not None:
        document["started"] = result.started
    if result.ended is not None:
        document["ended"] = result.ended
    return document


def _summary(result: ScanResult) -> dict[str, Any]:
    problems = Counter(problem.severity for problem in result.problems)
    counted = [finding for finding in result.findings if finding.verdict.outcome != "pass"]
    statuses = Counter(finding.status for finding in counted)
    failed = [finding for finding in counted if finding.verdict.outcome == "fail" and finding.status == "open"]
    severities = Counter(finding.verdict.rule.severity for finding in failed)
    return {
        "complete": not result.incomplete,
        "exit_code": result.exit_code,
        "fail_on": result.fail_on,
        "outcomes": {"pass": result.total("pass"), "fail": result.total("fail"), "unknown": result.total("unknown")},
        "statuses": {name: statuses[name] for name in ("open", "ignored", "waived", "existing")},
        "failed": {name: severities[name] for name in SEVERITIES},
        "problems": {name: problems[name] for name in ("error", "warning", "note")},
    }


def _verdict(finding: Finding, result: ScanResult) -> dict[str, Any]:
    verdict = finding.verdict
    rule = verdict.rule
    document: dict[str, Any] = {
        "rule": rule.id,
        "title": rule.title,
        "theme": rule.theme,
        "aliases": sorted_ids(rule.aliases),
        "severity": rule.severity,
        "resource": _resource(verdict.resource),
        "item": verdict.item,
        "outcome": verdict.outcome,
        "status": finding.status,
        "message": verdict.message,
        "place": place_document(verdict.place or verdict.resource.place),
        "because": [reason_document(reason) for reason in verdict.because],
        "controls": sorted_ids(result.controls_of.get(rule.id, {})),
        "fingerprint": finding.fingerprint,
    }
    if finding.status != "open":
        document["justification"] = finding.justification
        document["justified_at"] = optional_place(finding.justified_at)
    return document


def _resource(resource: Resource) -> dict[str, Any]:
    calls = [{"address": call.address, "place": place_document(call.place)} for call in resource.origin.calls]
    document = {
        "address": resource.address,
        "type": resource.type,
        "file": resource.place.file,
        "line": resource.place.line,
        "root": resource.origin.root,
        "calls": calls,
    }
    if resource.origin.environment is not None:
        document["environment"] = resource.origin.environment
    if resource.action is not None:
        document["action"] = resource.action
    return document | evidence_document(resource.origin)


def _controls(result: ScanResult) -> dict[str, Any]:
    statuses = result.load_control_statuses()
    if not statuses:
        return {}
    catalogues = {framework.id: framework for framework in result.load_frameworks()}
    documents: dict[str, Any] = {}
    for name, controls in sorted(statuses.items()):
        catalogue = catalogues.get(name)
        titles = {control.id: control.title for control in catalogue.controls} if catalogue else {}
        documents[name] = {
            "name": catalogue.name if catalogue else name,
            "version": catalogue.version if catalogue else "",
            "catalogue_version": catalogue.catalogue_version if catalogue else "",
            "controls": [_control(status, titles) for status in controls],
        }
    return documents


def _control(status: ControlStatus, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": status.control,
        "title": titles.get(status.control, ""),
        "status": status.status,
        "in_scope": status.in_scope,
        "evaluated": status.evaluated,
        "failed": status.failed,
        "waived": status.waived,
        "unknown": status.unknown,
    }
