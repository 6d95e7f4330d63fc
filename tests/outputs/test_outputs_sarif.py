"""SARIF, against its schema, and against what its specification and its readers ask beyond the schema."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from outputs_hostile import results
from outputs_samples import ACL, CONTROLS, MAIN, SSH, acl_finding, full_result, render, ssh_finding, unknown_finding

from scanner.model.places import Place, Source
from scanner.model.report import ScanResult, Scope
from scanner.model.rules import SEVERITIES
from scanner.outputs.sarif.messages import message
from scanner.outputs.sarif.places import file_uri
from scanner.outputs.sarif.rules import LEVELS, SCORES

DATA = Path(__file__).parents[1] / "data" / "sarif"
SCHEMA = Draft202012Validator(json.loads((DATA / "sarif-2.1.0.schema.json").read_text(encoding="utf-8")))

COMPONENTS = ("taxonomies",)


def run_of(result: ScanResult) -> Any:
    """The one run of the log, after the checks that hold for every log."""
    text = render(result, "sarif")
    assert text.isascii()
    document = json.loads(text)
    SCHEMA.validate(document)
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    check_indexes(run)
    return run


def check_indexes(run: Any) -> None:
    """Every index points at what it is said to point at."""
    driver = run["tool"]["driver"]
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        related = [location["id"] for location in result.get("relatedLocations", [])]
        assert len(set(related)) == len(related)
    for reference in driver.get("supportedTaxonomies", []):
        assert run["taxonomies"][reference["index"]]["name"] == reference["name"]
    for node in walk(run):
        if "toolComponent" in node:
            component = run["taxonomies"][node["toolComponent"]["index"]]
            assert component["name"] == node["toolComponent"]["name"]
            assert component["taxa"][node["index"]]["id"] == node["id"]
        if "uriBaseId" in node:
            assert run["artifacts"][node["index"]]["location"]["uri"] == node["uri"]
        if "descriptor" in node:
            assert driver["notifications"][node["descriptor"]["index"]]["id"] == node["descriptor"]["id"]


def walk(node: Any) -> Any:
    """Every object of a document."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for item in node:
            yield from walk(item)


def only(result: ScanResult) -> Any:
    (found,) = run_of(result)["results"]
    return found


def result_of(*findings: Any, **changes: Any) -> ScanResult:
    return replace(full_result(), findings=findings, problems=(), **changes)


def test_a_failure() -> None:
    found = only(result_of(acl_finding()))
    assert (found["ruleId"], found["kind"], found["level"]) == (ACL.id, "fail", "error")
    assert found["message"] == {"text": "ACL public-read lets anyone read the bucket."}
    (location,) = found["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "main.tf"
    region = {"startLine": 3, "startColumn": 3, "endLine": 3, "endColumn": 19}
    assert location["physicalLocation"]["region"] == region
    assert location["logicalLocations"] == [
        {"fullyQualifiedName": "module.logs.aws_s3_bucket_acl.logs", "kind": "resource", "name": "logs"}
    ]
    assert found["partialFingerprints"] == {
        "bylaw/v1": f"{ACL.id}/module.logs.aws_s3_bucket_acl.logs/None",
        "primaryLocationLineHash": f"{len(MAIN.line(3)):016x}:1",
    }
    assert [taxon["id"] for taxon in found["taxa"]] == ["164.312(a)(1)", "CC6.1", "CC6.6"]
    related = [
        (item["physicalLocation"]["artifactLocation"]["uri"], item["message"]["text"])
        for item in found["relatedLocations"]
    ]
    assert related == [("root.tf", "module.logs is called here."), ("variables.tf", "var.acl is declared here.")]
    assert "suppressions" not in found and "baselineState" not in found


def test_an_item_is_named_in_the_message() -> None:
    assert only(result_of(ssh_finding()))["message"]["text"] == "port 22 is open to 0.0.0.0/0 (ingress[0])."


def test_a_place_is_related_once_for_each_thing_said_of_it() -> None:
    finding = acl_finding()
    (reason,) = finding.verdict.because
    twice = replace(finding, verdict=replace(finding.verdict, because=(reason, replace(reason, path="grant"))))
    related = only(result_of(twice))["relatedLocations"]
    assert [item["message"]["text"] for item in related] == [
        "module.logs is called here.",
        "var.acl is declared here.",
    ]


def test_the_values_that_decided_are_related() -> None:
    (related,) = only(result_of(ssh_finding()))["relatedLocations"]
    assert related["message"]["text"] == 'ingress[0].cidr_blocks is ["0.0.0.0/0"].'
    assert related["physicalLocation"]["region"]["startLine"] == 11


@pytest.mark.parametrize(
    ("outcome", "kind", "level"), [("fail", "fail", "error"), ("unknown", "open", "none"), ("pass", "pass", "none")]
)
def test_kind_and_level_agree(outcome: Any, kind: str, level: str) -> None:
    finding = acl_finding()
    found = only(result_of(replace(finding, verdict=replace(finding.verdict, outcome=outcome))))
    assert (found["kind"], found["level"]) == (kind, level)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("cannot be decided: var.acl has no value", "Cannot be decided: var.acl has no value."),
        ("", "Cannot be decided: S3 bucket ACL grants access to everyone."),
    ],
)
def test_an_unknown_does_not_read_like_a_failure(said: str, shown: str) -> None:
    finding = unknown_finding()
    finding = replace(finding, verdict=replace(finding.verdict, message=said))
    assert only(result_of(finding))["message"]["text"] == shown


def test_a_rule_brings_everything_a_viewer_shows() -> None:
    rule = run_of(full_result())["tool"]["driver"]["rules"][0]
    assert (rule["id"], rule["name"]) == (ACL.id, "AwsS3PublicAcl")
    assert rule["shortDescription"]["text"] == "S3 bucket ACL grants access to everyone."
    assert rule["fullDescription"]["text"] == ACL.why
    assert ACL.fix in rule["help"]["text"]
    assert "**Controls:** HIPAA 164.312(a)(1) · SOC 2 CC6.1, CC6.6" in rule["help"]["markdown"]
    assert rule["helpUri"] == ACL.references[0]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {
        "tags": ["security", "public-exposure", "least-privilege", "hipaa", "soc2"],
        "precision": "high",
        "security-severity": "8.0",
    }
    assert [item["target"]["id"] for item in rule["relationships"]] == ["164.312(a)(1)", "CC6.1", "CC6.6"]


def test_scores_lie_in_the_bands_that_github_names() -> None:
    def band(score: float) -> str:
        return "critical" if score > 9 else "high" if score >= 7 else "medium" if score >= 4 else "low"

    assert [band(float(SCORES[severity])) for severity in SEVERITIES] == list(SEVERITIES)
    assert [LEVELS[severity] for severity in SEVERITIES] == ["error", "error", "warning", "note"]


def test_frameworks_are_taxonomies_of_the_controls_that_are_referred_to() -> None:
    run = run_of(full_result())
    shown = [
        (item["name"], item.get("organization"), [taxon["id"] for taxon in item["taxa"]]) for item in run["taxonomies"]
    ]
    assert shown == [
        ("hipaa", "HHS / OCR", ["164.312(a)(1)"]),
        ("soc2", "AICPA", ["CC6.1", "CC6.6"]),
        ("zero-trust", "NIST / CISA", ["T2"]),
    ]
    assert run["taxonomies"][1]["taxa"][0]["shortDescription"] == {"text": "Logical access security."}


def test_a_framework_without_catalogue_still_has_its_controls() -> None:
    run = run_of(result_of(acl_finding(), frameworks=(), controls_of={ACL.id: {"own": ("X-2", "X-1", "X-2")}}))
    assert [taxon["id"] for taxon in run["taxonomies"][0]["taxa"]] == ["X-1", "X-2"]


def test_suppressions() -> None:
    at = Place("waivers.yaml", 4, 3, 4, 20)
    ignored = only(result_of(acl_finding("ignored", "public website", at)))
    (said,) = ignored["suppressions"]
    assert (said["kind"], said["status"], said["justification"]) == ("inSource", "accepted", "public website")
    assert said["location"]["physicalLocation"]["artifactLocation"]["uri"] == "waivers.yaml"
    (said,) = only(result_of(acl_finding("waived")))["suppressions"]
    assert said == {"kind": "external", "status": "accepted"}


def test_a_baseline_tells_old_from_new() -> None:
    run = run_of(result_of(acl_finding("existing"), ssh_finding()))
    assert [item["baselineState"] for item in run["results"]] == ["unchanged", "new"]
    assert "suppressions" not in run["results"][0]


def test_problems_are_notifications() -> None:
    (invocation,) = run_of(full_result())["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 2)
    first, second = invocation["toolExecutionNotifications"]
    assert first["message"]["text"] == "expected `}}`. close the block that line 1 opens."
    assert (first["level"], first["descriptor"]["id"]) == ("error", "unparsable")
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "region" not in second["locations"][0]["physicalLocation"]
    (directive,) = invocation["toolConfigurationNotifications"]
    assert directive["descriptor"]["id"] == "ignore"


def test_findings_are_no_failure_of_the_run() -> None:
    (invocation,) = run_of(result_of(acl_finding(), exit_code=1))["invocations"]
    assert invocation == {"executionSuccessful": True, "exitCode": 1}


def test_the_empty_log() -> None:
    run = run_of(ScanResult("0.1.0", Scope()))
    assert run["results"] == []
    assert "taxonomies" not in run and "artifacts" not in run


def test_catalogues_are_not_loaded_without_need() -> None:
    def fail() -> Any:
        raise AssertionError("catalogues were loaded")

    run_of(result_of(acl_finding(), controls_of={}, frameworks=fail))


def test_neither_order_nor_time_changes_the_log() -> None:
    result = full_result()
    turned = replace(result, findings=result.findings[::-1], problems=result.problems[::-1])
    assert render(turned, "sarif") == render(result, "sarif")
    assert "TimeUtc" not in render(result, "sarif")
    timed = run_of(replace(result, started="2026-01-01T00:00:00Z", ended="2026-01-01T00:00:01Z"))
    assert timed["invocations"][0]["startTimeUtc"] == "2026-01-01T00:00:00Z"


def test_columns_count_code_points() -> None:
    source = Source("main.tf", '𝒳 = "👩" # x\n')
    finding = acl_finding()
    at = source.place(source.text.index('"'), source.text.index("#"))
    found = replace(finding, verdict=replace(finding.verdict, place=at, because=()))
    run = run_of(result_of(found, sources={"main.tf": source}))
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startColumn"], region["endColumn"]) == (5, 9)


def test_a_range_up_to_a_line_end_ends_on_that_line() -> None:
    finding = acl_finding()
    found = replace(finding, verdict=replace(finding.verdict, place=MAIN.place(0, len(MAIN.line(1)) + 1), because=()))
    region = only(result_of(found))["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": len(MAIN.line(1)) + 1}


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("modules/net/main.tf", "modules/net/main.tf"),
        ("a b#c?d%41.tf", "a%20b%23c%3Fd%2541.tf"),
        ("c:/x.tf", "c%3A/x.tf"),
        ("c:\\x.tf", "c%3A/x.tf"),
        ("ü/宽.tf", "%C3%BC/%E5%AE%BD.tf"),
        ("bad\udcff.tf", "bad%FF.tf"),
        ("bad\ud800.tf", "bad%3F.tf"),
        ("/etc/x.tf", "etc/x.tf"),
        ("", "."),
    ],
)
def test_paths_become_relative_references(file: str, uri: str) -> None:
    assert file_uri(file) == uri
    assert not urlsplit(uri).scheme and not urlsplit(uri).netloc
    if "\ud800" not in file and "\\" not in file and file.strip("/") == file and file:
        assert unquote_to_bytes(uri) == file.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("done", "done."),
        ("Really?", "Really?"),
        ("a {0} b", "a {{0}} b."),
        ("see [this](http://evil)", "see [this] (http://evil)."),
        ('module.a["x"] is open', 'module.a["x"] is open.'),
        ("two\nlines\x1b[0m", "two lines\\x1b[0m."),
    ],
)
def test_messages(text: str, said: str) -> None:
    assert message(text).text == said


LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")


@settings(max_examples=100, deadline=None)
@given(results())
def test_any_content_gives_a_valid_log(result: ScanResult) -> None:
    run = run_of(result)
    json.dumps(run, ensure_ascii=False).encode()
    for node in walk(run):
        if isinstance(node.get("message"), dict):
            text = node["message"]["text"]
            assert text.isprintable() and not LINK.search(text)
            assert not re.search(r"(?<!\{)(\{\{)*\{\d+\}(?!\})", text)
        if "uri" in node:
            parts = urlsplit(node["uri"])
            assert not parts.scheme and not parts.netloc and not node["uri"].startswith("/")
        if "startLine" in node:
            assert 1 <= node["startLine"] <= node["endLine"]
            assert node["startLine"] < node["endLine"] or 1 <= node["startColumn"] <= node["endColumn"]
    for rule in run["tool"]["driver"]["rules"]:
        assert "<script" not in rule["help"]["markdown"]
        assert len(rule["shortDescription"]["text"]) <= 1024 and len(rule["fullDescription"]["text"]) <= 1024


def test_github_takes_no_more_than_ten_tags_to_heart() -> None:
    many = {ACL.id: {f"framework-{number}": ("1",) for number in range(30)}}
    run = run_of(result_of(acl_finding(), controls_of=many, rules={ACL.id: ACL}))
    assert len(run["tool"]["driver"]["rules"][0]["properties"]["tags"]) == 10
    assert CONTROLS[SSH.id]
