"""The parts that our JSON documents share: places, problems, reasons, origins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.model.origins import Origin
from scanner.model.places import Place
from scanner.model.problems import Problem
from scanner.model.report import ClusterIdentity
from scanner.model.values import Reference
from scanner.model.verdicts import Reason
from scanner.outputs.plain import brief
from scanner.outputs.values import references_of


def place_document(place: Place) -> dict[str, Any]:
    """A range: lines and columns from 1, columns in code points, the end exclusive."""
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def optional_place(place: Place | None) -> dict[str, Any] | None:
    """A range, or null."""
    return None if place is None else place_document(place)


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem; `file`, `line` and `column` are null where they are not known."""
    place = problem.place
    return {
        "severity": problem.severity,
        "kind": problem.kind,
        "what": problem.what,
        "file": place.file if place else problem.file,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "help": problem.help,
    }


def reason_document(reason: Reason) -> dict[str, Any]:
    """A value that decided a verdict, shortened where it is large (`truncated`)."""
    value, cut = brief(reason.value)
    document: dict[str, Any] = {"path": reason.path, "value": value, "place": optional_place(reason.place)}
    document["provenance"] = [_reference(reference) for reference in references_of(reason)]
    if cut:
        document["truncated"] = True
    return document


def origin_document(origin: Origin) -> dict[str, Any]:
    """Where a resource comes from."""
    calls = [{"address": call.address, "place": place_document(call.place)} for call in origin.calls]
    document = {"kind": origin.kind, "root": origin.root, "calls": calls}
    if origin.environment is not None:
        document["environment"] = origin.environment
    return document | evidence_document(origin)


def evidence_document(origin: Origin) -> dict[str, Any]:
    """What tells a live object apart from every other, and its state from every earlier one."""
    told = {"uid": origin.uid, "resource_version": origin.version}
    return {name: text for name, text in told.items() if text is not None}


def cluster_document(cluster: ClusterIdentity) -> dict[str, Any]:
    """Which live cluster was read, by whom and when; what is not known is null."""
    return {
        "name": cluster.name,
        "server": cluster.server or None,
        "uid": cluster.uid,
        "version": cluster.version or None,
        "user": cluster.user or None,
        "groups": list(cluster.groups),
        "rights": list(cluster.rights),
        "objects": cluster.objects,
        "started": cluster.started,
        "ended": cluster.ended,
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {"name": reference.name, "place": optional_place(reference.place), "help": reference.help}


def sorted_ids(ids: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Ids by framework or by scanner, these sorted; those without ids are left out."""
    return {name: list(members) for name, members in sorted(ids.items()) if members}
