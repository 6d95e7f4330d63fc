"""The resource model, for programs and for people."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from outputs_hostile import TEXTS, VALUES
from outputs_samples import ACL, MAIN, SSH, place_of, problems, resource
from test_outputs_json import validator

from scanner.model.resources import Link, ResourceGraph
from scanner.model.values import Object, Reference, Unknown
from scanner.outputs.inspect_json import inspect_document, write_inspect_json
from scanner.outputs.inspect_text import write_inspect_text
from scanner.outputs.rules_text import write_rules_text
from scanner.outputs.style import Style

INSPECT = validator("inspect")


def graph(attributes: Object | None = None) -> ResourceGraph:
    unset = Unknown("var.bucket has no value", (Reference("var.bucket", None, "pass --var bucket=..."),))
    first = Object({"bucket": unset, "acl": "private", "grant": [{"id": 1, "ok": True}], "tags": {}})
    at = place_of(MAIN, MAIN.line(1)[:-2])
    one = resource("aws_s3_bucket_acl.logs", "aws_s3_bucket_acl", at, (), first if attributes is None else attributes)
    other = resource("aws_security_group.web", "aws_security_group", place_of(MAIN, MAIN.line(6)[:-2]))
    links = [Link(one, other, "references", at), Link(one, one, "calls")]
    return ResourceGraph([other, one], links, {"helm_release": "helm is not installed"}, [], {}, list(problems()))


def as_text(shown: ResourceGraph, style: Style | None = None) -> str:
    stream = StringIO()
    write_inspect_text(shown, stream, style or Style())
    return stream.getvalue()


def as_json(shown: ResourceGraph) -> Any:
    stream = StringIO()
    write_inspect_json(shown, stream)
    assert stream.getvalue().isascii()
    return json.loads(stream.getvalue())


def test_json_fulfils_its_schema() -> None:
    document = as_json(graph())
    INSPECT.validate(document)
    assert document == inspect_document(graph())
    first = document["resources"][0]
    assert first["address"] == "aws_s3_bucket_acl.logs"
    assert first["attributes"]["bucket"] == {
        "$unknown": "var.bucket has no value (from var.bucket); pass --var bucket=..."
    }
    assert list(first["attributes"]) == ["acl", "bucket", "grant", "tags"]
    assert [link["target"] for link in first["links"]] == ["aws_s3_bucket_acl.logs", "aws_security_group.web"]
    assert document["incomplete"] == {"helm_release": "helm is not installed"}
    assert len(document["problems"]) == 3


def test_text() -> None:
    assert as_text(graph()).split("\nerror: ")[0] == (
        "aws_s3_bucket_acl.logs  main.tf:1:1\n"
        '  acl: "private"\n'
        "  bucket: unknown: var.bucket has no value (from var.bucket); pass --var bucket=...\n"
        "  grant:\n"
        "    -\n"
        "      id: 1\n"
        "      ok: true\n"
        "  tags: {}\n"
        "  -> calls aws_s3_bucket_acl.logs\n"
        "  -> references aws_security_group.web\n"
        "\n"
        "aws_security_group.web  main.tf:6:1\n"
        "\n"
        "helm_release: not every one is known: helm is not installed"
    )


def test_nothing_found_is_said() -> None:
    assert as_text(ResourceGraph()) == "No resources found.\n"


@settings(max_examples=60, deadline=None)
@given(TEXTS, VALUES)
def test_any_value_can_be_shown(name: str, value: Any) -> None:
    shown = graph(Object({name: value}))
    INSPECT.validate(as_json(shown))
    for style in (Style(), Style(unicode=False)):
        assert all(line.isprintable() for line in as_text(shown, style).split("\n"))


def test_keys_that_are_no_strings_do_not_upset_the_order() -> None:
    odd: Any = {1: "a", "b": 2, None: 3}
    shown = graph(Object({"odd": odd}))
    assert as_json(shown)["resources"][0]["attributes"]["odd"] == {"1": "a", "None": 3, "b": 2}
    assert "    1: " in as_text(shown)


def test_a_value_nested_too_deep_is_cut_off() -> None:
    value: Any = "x"
    for _ in range(50_000):
        value = {"a": value}
    shown = graph(Object({"deep": value}))
    assert "nested too deep" in json.dumps(inspect_document(shown))
    assert as_text(shown)


@pytest.mark.parametrize("color", [False, True])
def test_rules_for_people(color: bool) -> None:
    stream = StringIO()
    write_rules_text([SSH, ACL], stream, Style(color=color))
    if not color:
        assert stream.getvalue() == (
            "high      aws-s3-public-acl  S3 bucket ACL grants access to everyone\n"
            "critical  aws-vpc-ssh-open   SSH is open to the internet\n"
            "2 rules\n"
        )
    else:
        assert "\x1b[1;31mhigh\x1b[0m      aws-s3-public-acl" in stream.getvalue()
