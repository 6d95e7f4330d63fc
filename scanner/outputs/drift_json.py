"""Drift as JSON, see `docs/schemas/drift.schema.json`."""

from __future__ import annotations

from collections import Counter
from typing import Any, TextIO

from scanner.model.drift import (
    CLASSES,
    ComparedValue,
    DeclaredOnly,
    DriftResult,
    FieldDrift,
    LiveOnly,
    ObjectRef,
    RuleDrift,
)
from scanner.outputs.documents import cluster_document, evidence_document, optional_place, problem_document
from scanner.outputs.json_text import write_json
from scanner.outputs.plain import brief

DRIFT_VERSION = "1"
"""Changes when a reader of the report would have to change; new keys do not change it."""

_LINES_DEPTH = 2


def write_drift_json(result: DriftResult, stream: TextIO) -> None:
    """Writes the document, one drift a line."""
    write_json(drift_document(result), stream, _LINES_DEPTH)


def drift_document(result: DriftResult) -> dict[str, Any]:
    """The report as JSON data."""
    return {
        "tool": {"name": "bylaw", "version": result.version, "report_version": DRIFT_VERSION},
        "scope": {
            "paths": list(result.paths),
            "cluster": cluster_document(result.cluster),
            "namespaces": list(result.namespaces),
            "declared": result.declared,
            "matched": result.matched,
        },
        "summary": _summary(result),
        "compliance": [_rule(each) for each in result.worse],
        "better": [_rule(each) for each in result.better],
        "undecided": [_rule(each) for each in result.undecided],
        "fields": [_field(each) for each in result.fields],
        "live_only": [_live_only(each) for each in result.live_only],
        "declared_only": [_declared_only(each) for each in result.declared_only],
        "problems": [problem_document(problem) for problem in result.problems],
    }


def _summary(result: DriftResult) -> dict[str, Any]:
    problems = Counter(problem.severity for problem in result.problems)
    return {
        "complete": not result.incomplete,
        "exit_code": result.exit_code,
        "fail_on": list(result.fail_on),
        "drift": {which.replace("-", "_"): result.count(which) for which in CLASSES},
        "problems": {name: problems[name] for name in ("error", "warning", "note")},
    }


def _rule(each: RuleDrift) -> dict[str, Any]:
    return {
        "rule": each.rule.id,
        "title": each.rule.title,
        "severity": each.rule.severity,
        "declared": _object(each.declared),
        "live": _object(each.live),
        "item": each.item,
        "declared_outcome": each.declared_outcome,
        "live_outcome": each.live_outcome,
        "message": each.message,
        "values": [_value(value) for value in each.values],
    }


def _field(each: FieldDrift) -> dict[str, Any]:
    return {
        "declared": _object(each.declared),
        "live": _object(each.live),
        **_value(each.value),
        "rules": list(each.rules),
        "certainty": each.certainty,
    }


def _live_only(each: LiveOnly) -> dict[str, Any]:
    return {"live": _object(each.live), "failed": list(each.failed), "certainty": each.certainty, "why": each.why}


def _declared_only(each: DeclaredOnly) -> dict[str, Any]:
    return {"declared": _object(each.declared), "certainty": each.certainty, "why": each.why}


def _value(value: ComparedValue) -> dict[str, Any]:
    """A value of both sides; null where it is not set, shortened where it is large (`truncated`)."""
    declared, cut = brief(value.declared)
    live, live_cut = brief(value.live)
    document = {"path": value.path, "declared_value": declared, "declared_at": optional_place(value.declared_at)}
    document["live_value"] = live
    if cut or live_cut:
        document["truncated"] = True
    return document


def _object(each: ObjectRef) -> dict[str, Any]:
    return {
        "address": each.address,
        "kind": each.kind,
        "namespace": each.namespace,
        "name": each.name,
        "place": optional_place(each.place),
        "root": each.origin.root,
    } | evidence_document(each.origin)
