"""The SARIF log: one run of one tool."""

from __future__ import annotations

import re
from typing import Any

import sarif_om as om

from scanner.model.problems import Kind, Problem
from scanner.model.report import ScanResult, finding_key, problem_key
from scanner.outputs.documents import cluster_document
from scanner.outputs.json_text import Lazily
from scanner.outputs.sarif.encode import encode
from scanner.outputs.sarif.messages import message, plain_text
from scanner.outputs.sarif.places import ROOT, Artifacts
from scanner.outputs.sarif.results import Results, places_of
from scanner.outputs.sarif.rules import descriptor
from scanner.outputs.sarif.taxonomies import Taxonomies

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_SEMANTIC_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")

_NOTIFICATIONS: dict[Kind, tuple[str, str, str]] = {
    "crashed": ("RuleCrashed", "A rule failed to judge.", "Report the rule to whoever wrote it."),
    "forbidden": ("KindForbidden", "A kind of resource could not be listed.", "Allow the scan to list it."),
    "ignore": ("DirectiveNotObeyed", "A directive in a comment was not obeyed.", "Correct the directive."),
    "invalid": ("ConfigurationInvalid", "A configuration that its own tool would refuse.", "Correct it."),
    "unparsable": ("TextUnparsable", "A text could not be parsed.", "Correct its syntax."),
    "unreadable": ("FileUnreadable", "A file could not be read.", "Make it readable, or exclude it."),
    "unrendered": ("TemplateUnrendered", "A template could not be rendered.", "Install or correct what renders it."),
    "unresolved": ("ReferenceUnresolved", "A reference could not be resolved.", "Provide what it refers to."),
}
"""Name, meaning and remedy of each kind of problem."""


def build_log(result: ScanResult) -> Any:
    """The log of one result, as a `sarif_om.SarifLog`; its results are made when they are written."""
    findings = sorted(result.findings, key=finding_key)
    rules = dict(result.rules) | {finding.verdict.rule.id: finding.verdict.rule for finding in findings}
    ordered = [rules[name] for name in sorted(rules)]
    controls = {rule.id: result.controls_of.get(rule.id, {}) for rule in ordered}
    taxonomies = Taxonomies(controls.values(), result.load_frameworks() if any(controls.values()) else ())
    artifacts = Artifacts(result.sources, (place.file for finding in findings for place in places_of(finding)))
    results = Results(result, {rule.id: index for index, rule in enumerate(ordered)}, artifacts, taxonomies)
    problems = sorted(result.problems, key=problem_key)
    kinds = sorted({problem.kind for problem in problems})
    driver = _driver(result.version, kinds, taxonomies)
    clusters = result.scope.clusters
    driver.rules = [descriptor(rule, controls[rule.id], taxonomies) for rule in ordered]
    run = om.Run(
        tool=om.Tool(driver=driver),
        automation_details=om.RunAutomationDetails(id="bylaw/audit/" if clusters else "bylaw/scan/"),
        column_kind="unicodeCodePoints",
        original_uri_base_ids={ROOT: om.ArtifactLocation(description=message("The working directory of the scan"))},
        invocations=[_invocation(result, problems, kinds, artifacts)],
        results=Lazily(findings, lambda finding: encode(results.result(finding)), result.processes),
        taxonomies=taxonomies.components or None,
        properties={"clusters": [cluster_document(each) for each in clusters]} if clusters else None,
    )
    run.artifacts = artifacts.listed() or None
    return om.SarifLog(schema_uri=SCHEMA, version="2.1.0", runs=[run])


def _driver(version: str, kinds: list[Kind], taxonomies: Taxonomies) -> Any:
    return om.ToolComponent(
        name="bylaw",
        full_name="Bylaw compliance scanner",
        version=version,
        semantic_version=version if _SEMANTIC_VERSION.fullmatch(version) else None,
        short_description=om.MultiformatMessageString(
            text="Judges Terraform and Kubernetes configuration by rules that are mapped to compliance controls."
        ),
        notifications=[_notification_descriptor(kind) for kind in kinds] or None,
        supported_taxonomies=taxonomies.references() or None,
    )


def _notification_descriptor(kind: Kind) -> Any:
    name, meaning, remedy = _NOTIFICATIONS[kind]
    return om.ReportingDescriptor(
        id=kind,
        name=name,
        short_description=om.MultiformatMessageString(text=meaning),
        full_description=om.MultiformatMessageString(text=meaning),
        help=om.MultiformatMessageString(text=remedy),
    )


def _invocation(result: ScanResult, problems: list[Problem], kinds: list[Kind], artifacts: Artifacts) -> Any:
    """How the run went. A directive that was not obeyed is a matter of configuration, the rest of execution."""
    execution = [_notification(item, kinds, artifacts) for item in problems if item.kind != "ignore"]
    configuration = [_notification(item, kinds, artifacts) for item in problems if item.kind == "ignore"]
    return om.Invocation(
        execution_successful=not result.incomplete and result.exit_code != 2,
        exit_code=result.exit_code,
        start_time_utc=result.started,
        end_time_utc=result.ended,
        tool_execution_notifications=execution or None,
        tool_configuration_notifications=configuration or None,
    )


def _notification(problem: Problem, kinds: list[Kind], artifacts: Artifacts) -> Any:
    location = None
    if problem.place is not None:
        location = artifacts.location(problem.place)
    elif problem.file is not None:
        location = artifacts.file_location(problem.file)
    text = f"{plain_text(problem.what)} {problem.help}" if problem.help else problem.what
    return om.Notification(
        descriptor=om.ReportingDescriptorReference(id=problem.kind, index=kinds.index(problem.kind)),
        level=problem.severity,
        message=message(text),
        locations=None if location is None else [location],
    )
