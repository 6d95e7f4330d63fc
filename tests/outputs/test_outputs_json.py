"""The report for programs: it keeps its contract whatever is reported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from outputs_hostile import TEXTS, VALUES, results
from outputs_samples import ACL, CONTROLS, SSH, acl_finding, full_result, render

from scanner.model.report import ScanResult, Scope
from scanner.model.values import Reference, Unknown
from scanner.outputs.plain import brief, plain
from scanner.outputs.rules_json import rules_document, write_rules_json
from scanner.outputs.style import Style
from scanner.outputs.values import describe

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


def strict(node: Any) -> Any:
    """A schema that refuses keys it does not name, so that no key goes undocumented."""
    if isinstance(node, list):
        return [strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: strict(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "additionalProperties" not in node:
        made["additionalProperties"] = False
    return made


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(strict(schema))


REPORT = validator("report")


def test_the_full_report_fulfils_its_schema() -> None:
    document = json.loads(render(full_result(), "json"))
    REPORT.validate(document)
    assert list(document) == ["tool", "scope", "summary", "verdicts", "problems", "controls"]


def test_the_keys_that_others_read() -> None:
    document = json.loads(render(full_result(), "json"))
    verdict = document["verdicts"][1]
    assert verdict["rule"] == "aws-s3-public-acl"
    assert verdict["aliases"] == {"checkov": ["CKV_AWS_20"], "trivy": ["AWS-0092"]}
    assert verdict["severity"] == "high"
    address = "module.logs.aws_s3_bucket_acl.logs"
    wanted = {"address": address, "type": "aws_s3_bucket_acl", "file": "main.tf", "line": 1, "root": "."}
    assert wanted.items() <= verdict["resource"].items()
    assert (verdict["item"], verdict["outcome"], verdict["status"]) == (None, "fail", "open")
    assert verdict["place"] == {"file": "main.tf", "line": 3, "column": 3, "end_line": 3, "end_column": 19}
    assert verdict["because"][0]["value"] == "public-read"
    assert verdict["because"][0]["provenance"][0]["name"] == "var.acl"
    assert verdict["controls"] == {"hipaa": ["164.312(a)(1)"], "soc2": ["CC6.1", "CC6.6"]}
    problem = document["problems"][0]
    assert {"severity": "error", "what": "expected `}`", "file": "broken.tf", "line": 3}.items() <= problem.items()
    assert document["summary"]["outcomes"] == {"pass": 3, "fail": 3, "unknown": 1}
    assert document["summary"]["failed"] == {"critical": 1, "high": 1, "medium": 0, "low": 0}
    assert document["summary"]["complete"] is False
    assert document["controls"]["soc2"]["controls"][0]["status"] == "fail"


def test_an_unknown_says_why_and_what_would_settle_it() -> None:
    document = json.loads(render(full_result(), "json"))
    value = document["verdicts"][0]["because"][0]["value"]
    assert value == {"$unknown": "var.acl has no value (from var.acl at variables.tf:1:1); pass --var acl=..."}


def test_the_empty_report_fulfils_its_schema() -> None:
    document = json.loads(render(ScanResult("0.1.0", Scope()), "json"))
    REPORT.validate(document)
    assert document["verdicts"] == [] and document["controls"] == {}


def test_times_are_given_only_when_they_are_known() -> None:
    timed = replace(full_result(), started="2026-01-01T00:00:00Z", ended="2026-01-01T00:00:01Z")
    document = json.loads(render(timed, "json"))
    REPORT.validate(document)
    assert document["scope"]["started"] == "2026-01-01T00:00:00Z"
    assert "started" not in json.loads(render(full_result(), "json"))["scope"]


def test_a_verdict_stands_on_one_line() -> None:
    lines = render(full_result(), "json").splitlines()
    assert sum(line.startswith('    {"rule": ') for line in lines) == 4


def test_neither_order_nor_style_changes_the_report() -> None:
    result = full_result()
    turned = replace(result, findings=result.findings[::-1], problems=result.problems[::-1])
    assert render(turned, "json", Style(color=True, width=7)) == render(result, "json")


def test_catalogues_are_not_loaded_without_need() -> None:
    def fail() -> Any:
        raise AssertionError("catalogues were loaded")

    result = replace(full_result(), frameworks=fail, control_statuses={})
    assert json.loads(render(result, "json"))["controls"] == {}
    render(replace(result, control_statuses=fail), "text")


@settings(max_examples=100, deadline=None)
@given(results())
def test_any_content_gives_a_valid_report(result: ScanResult) -> None:
    text = render(result, "json")
    assert text.isascii() and "\x7f" not in text
    assert not [char for char in text if char < " " and char != "\n"]
    assert "##" not in text
    document = json.loads(text)
    json.dumps(document, ensure_ascii=False).encode()
    REPORT.validate(document)
    assert len(document["verdicts"]) == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, True),
        (1, 1),
        (1.5, 1.5),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
        (2**5000, hex(2**5000)),
        ({"b": 1, "a": [None]}, {"a": [None], "b": 1}),
        ({"$unknown": "no"}, {"$$unknown": "no"}),
        (Unknown("not set", (Reference("var.a"),)), {"$unknown": "not set (from var.a)"}),
    ],
)
def test_values(value: Any, shown: Any) -> None:
    assert plain(value) == shown
    assert brief(value, characters=10**5) == (shown, False)
    assert type(plain(value)) is type(shown)


def test_an_integer_too_long_for_python_to_print() -> None:
    assert plain(10**5000) == hex(10**5000)
    assert describe(10**5000) == "(integer of 16610 bits)"
    assert json.loads(json.dumps(plain(2**4000))) == 2**4000


def test_a_value_nested_too_deep_is_cut_off() -> None:
    value: Any = "x"
    for _ in range(100_000):
        value = [value]
    assert '{"$unknown": "nested too deep to be shown"}' in json.dumps(plain(value))
    assert brief(value)[1]


@given(VALUES, st.integers(1, 20))
def test_brief_is_brief_and_tells_when_it_cut(value: Any, nodes: int) -> None:
    shown, cut = brief(value, nodes)
    assert len(json.dumps(shown)) < 200_000
    if not cut:
        assert json.dumps(shown) == json.dumps(plain(value))


@pytest.mark.parametrize("value", ["x" * 1001, {"x" * 1001: 1}, ["x" * 1001], [1] * 300])
def test_every_cut_is_told(value: Any) -> None:
    assert brief(value)[1]


def test_a_large_value_is_marked_as_cut() -> None:
    finding = acl_finding()
    reason = replace(finding.verdict.because[0], value=[{"n": index} for index in range(1000)])
    finding = replace(finding, verdict=replace(finding.verdict, because=(reason,)))
    document = json.loads(render(replace(full_result(), findings=(finding,)), "json"))
    REPORT.validate(document)
    assert document["verdicts"][0]["because"][0]["truncated"] is True


def test_rules_fulfil_their_schema() -> None:
    from io import StringIO

    stream = StringIO()
    write_rules_json([SSH, ACL], CONTROLS, stream)
    document = json.loads(stream.getvalue())
    validator("rules").validate(document)
    assert document == rules_document([ACL, SSH], CONTROLS)
    assert [rule["id"] for rule in document["rules"]] == [ACL.id, SSH.id]
    assert document["rules"][0]["match"] == {"terraform": ["aws_s3_bucket", "aws_s3_bucket_acl"], "kubernetes": []}


@given(TEXTS)
def test_text_survives_the_way_there_and_back(text: str) -> None:
    finding = acl_finding()
    finding = replace(finding, verdict=replace(finding.verdict, message=text))
    document = json.loads(render(replace(full_result(), findings=(finding,)), "json"))
    kept = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    assert document["verdicts"][0]["message"] == kept
