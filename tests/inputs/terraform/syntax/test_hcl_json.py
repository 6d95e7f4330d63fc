"""JSON syntax: which properties are blocks, how strings are read, and where everything is."""

from __future__ import annotations

import json

import pytest
from hcl_support import CORPUS, check_expression, show, text_of

from scanner.inputs.terraform.syntax import parse_json
from scanner.inputs.terraform.syntax.tree import Block, Body, File
from scanner.model.places import Source


def parsed_json(text: str) -> File:
    """Parses a text in JSON syntax."""
    return parse_json(Source("t.tf.json", text))


def values_of(body: Body) -> dict[str, str]:
    """The attributes of a body in short notation."""
    return {name: show(attribute.expression) for name, attribute in body.attributes.items()}


def find(body: Body, *heading: str) -> Block:
    """The block with a type and labels."""
    (block,) = [block for block in body.blocks if (block.type, *block.labels) == heading]
    return block


@pytest.fixture(scope="module")
def module() -> File:
    """The large example of the corpus."""
    file = parsed_json(text_of(CORPUS / "json" / "main.tf.json"))
    assert file.problems == []
    return file


def test_top_level_blocks(module: File) -> None:
    assert [" ".join([block.type, *block.labels]) for block in module.body.blocks] == [
        "terraform",
        "provider aws",
        "provider aws",
        "variable name",
        "variable ports",
        "locals",
        "locals",
        "data aws_iam_policy_document assume",
        "resource aws_s3_bucket logs",
        "resource aws_security_group web",
        "resource aws_kms_key this",
        "module network",
        "output arn",
        "moved",
        "check health",
    ]
    assert module.body.attributes == {}


def test_terraform_knows_its_own_nested_blocks(module: File) -> None:
    terraform = find(module.body, "terraform").body
    assert values_of(terraform) == {"required_version": "'>= 1.5'"}
    assert values_of(find(terraform, "backend", "s3").body) == {"bucket": "'state'", "key": "'main'"}
    providers = values_of(find(terraform, "required_providers").body)
    assert providers == {
        "aws": "{'source'='hashicorp/aws' 'version'='~> 5.0' 'configuration_aliases'=[@aws.peer]}"
    }  # fmt: skip
    group = find(module.body, "resource", "aws_security_group", "web").body
    assert [(block.type, block.labels) for block in group.blocks] == [
        ("dynamic", ["egress"]),
        ("provisioner", ["local-exec"]),
        ("provisioner", ["remote-exec"]),
    ]
    dynamic = group.blocks[0].body
    assert values_of(dynamic) == {"for_each": "(wrap @var.ports)", "iterator": "@port"}
    assert values_of(find(dynamic, "content").body)["protocol"] == "'tcp'"
    assert (
        values_of(group)["ingress"] == "[{'from_port'=443 'to_port'=443 'protocol'='tcp' 'cidr_blocks'=['0.0.0.0/0']}]"
    )
    assert [block.type for block in group.blocks[2].body.blocks] == ["connection"]
    check = find(module.body, "check", "health").body
    assert [(block.type, block.labels) for block in check.blocks] == [("data", ["http", "self"]), ("assert", [])]
    validations = [block for block in find(module.body, "variable", "ports").body.blocks if block.type == "validation"]
    assert len(validations) == 2


def test_strings_that_are_references(module: File) -> None:
    bucket = find(module.body, "resource", "aws_s3_bucket", "logs").body
    values = values_of(bucket)
    assert values["depends_on"] == "[@aws_kms_key.this]"
    assert values["provider"] == "@aws.peer"
    assert values_of(find(bucket, "lifecycle").body) == {
        "prevent_destroy": "true",
        "ignore_changes": "[@tags['LastSeen'] @bucket]",
    }
    assert values_of(find(module.body, "moved").body) == {"from": "@aws_s3_bucket.old", "to": "@aws_s3_bucket.logs"}
    network = values_of(find(module.body, "module", "network").body)
    assert network["providers"] == "{'aws'=@aws.peer @aws.src=@aws}"
    assert network["source"] == "'./network'"
    ports = values_of(find(module.body, "variable", "ports").body)
    assert ports["type"] == "(list (object {'port'=@number 'open'=(optional @bool false)}))"


def test_strings_that_are_templates(module: File) -> None:
    values = values_of(find(module.body, "resource", "aws_s3_bucket", "logs").body)
    assert values["bucket"] == "(template @var.name '-logs')"
    assert values["tags"] == "{'Name'=(wrap @var.name) (template @var.name '-key')='v' 'quoted \"key\"'='tab\\there'}"
    name = values_of(find(module.body, "variable", "name").body)
    assert name["default"] == "'$${x}'"
    second = [block for block in module.body.blocks if block.type == "locals"][1]
    assert values_of(second.body) == {"c": "[true null -1500 'x']"}


def test_places(module: File) -> None:
    text = module.source.text
    bucket = find(module.body, "resource", "aws_s3_bucket", "logs")
    assert text[bucket.start : bucket.heading_end] == '"logs"'
    assert [text[start:end] for start, end in bucket.label_spans] == ['"aws_s3_bucket"', '"logs"']
    assert text[bucket.end - 1] == "}"
    attribute = bucket.body.attributes["bucket"]
    assert text[attribute.start : attribute.end] == '"bucket": "${var.name}-logs"'
    message = find(module.body, "output", "arn").body.blocks[0].body.attributes["error_message"]
    check_expression(message.expression, message.start, message.end)
    parts = message.expression.parts  # type: ignore[union-attr]
    assert [text[part.start : part.end] for part in parts] == [r"empty \u2013 \ud83d\ude00 ", "var.name"]
    array = [block for block in module.body.blocks if block.type == "provider"]
    assert [text[block.start : block.start + 12] for block in array] == ['{ "region": ', '{ "alias": "']


def test_comments(module: File) -> None:
    assert [(comment.text, comment.place.line, comment.alone) for comment in module.comments] == [
        ("Written by a generator. bylaw:ignore[generated-file]", 2, True),
        ("skip: logs are public on purpose", 44, True),
    ]
    file = parsed_json(
        '{"resource": {"//": "skip", "a": {"//": "no directive", "b": {"//": "Ignore", "c": {"//": "skip"}}}}}'
    )
    assert [comment.text for comment in file.comments] == ["skip", "Ignore", "skip"]
    assert list(file.body.blocks[0].body.attributes) == ["c"]


def test_arrays_at_every_level() -> None:
    file = parsed_json(
        '[{"resource": [{"a": [{"b": [{"x": 1}, {"x": 2}]}, {"c": {}}]}, {"d": {"e": {}}}]},'
        ' {"locals": [], "output": null}]'
    )
    assert file.problems == []
    assert [block.labels for block in file.body.blocks] == [["a", "b"], ["a", "b"], ["a", "c"], ["d", "e"]]


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("", "Missing value"),
        ("\ufeff{}", "Invalid start of value"),
        ("{} x", "Extraneous data after value"),
        ('"x"', "Root value must be object"),
        ("[1]", "Root value must be object"),
        ("{'a': 1}", "Invalid object property name"),
        ("{a: 1}", "Invalid object property name"),
        ('{"a" 1}', "Missing property value colon"),
        ('{"locals": {"a": 1,}}', "Trailing comma in object"),
        ('{"locals": {"a": [1,]}}', "Trailing comma in array"),
        ('{"locals": {"a": [1 2]}}', "Missing JSON array separator"),
        ('{"locals": {"a": 1 "b": 2}}', "Missing attribute separator"),
        ('{"locals": {"a": 01}}', "Invalid JSON number"),
        ('{"locals": {"a": 1.}}', "Invalid JSON number"),
        ('{"locals": {"a": +1}}', "Invalid start of value"),
        ('{"locals": {"a": nul}}', "Invalid JSON keyword"),
        ('{"locals": {"a": "\t"}}', "Invalid JSON string"),
        ('{"locals": {"a": "\\x"}}', "Invalid JSON string"),
        ('{"locals": {"a": "x}}', "Invalid JSON string"),
        ('{"locals": {"a": 1', "Unclosed object"),
        ('{"locals": [', "Unclosed array"),
        ('{"locals": "x"}', "Incorrect JSON value type"),
        ('{"resource": {"a": {"b": 1}}}', "Incorrect JSON value type"),
        ('{"nothing": {}}', "Extraneous JSON object property"),
        ('{"locals": {"a": 1, "a": 2}}', "Duplicate attribute definition"),
        ('{"locals": {"a": {"b": 1, "b": 2}}}', "Duplicate object attribute"),
        ('{"locals": {"a": "${"}}', "Invalid expression"),
        ('{"locals": {"a": {"${b c}": 1}}}', "Extra characters after interpolation expression"),
        ('{"resource": {"a": {"b": {"depends_on": ["a b"]}}}}', "Extra characters after expression"),
    ],
)
def test_errors(text: str, summary: str) -> None:
    file = parsed_json(text)
    assert [problem.what.partition(":")[0] for problem in file.problems] == [summary]
    assert file.body.blocks == []


def test_one_broken_block_costs_only_itself() -> None:
    text = '{"resource": {"a": {"bad": {"x": "é\\t${1 +}"}, "good": {}}}, "locals": {"y": 1}}'
    file = parsed_json(text)
    assert [block.labels for block in file.body.blocks] == [["a", "good"], []]
    (problem,) = file.problems
    assert problem.place is not None
    assert text[problem.place.column - 1] == "}"


@pytest.mark.parametrize(
    "value", [0, -1, 1.5, 1e300, 10**40, True, False, None, "", 'é\u2028😀\0\x7f\\"/', [], {}, [[{"a": []}]]]
)
def test_values_are_those_of_json(value: object) -> None:
    for text in (
        json.dumps({"locals": {"v": value}}),
        json.dumps({"locals": {"v": value}}, ensure_ascii=False, indent=1),
    ):
        attribute = parsed_json(text).body.blocks[0].body.attributes["v"]
        assert json.loads(text[attribute.expression.start : attribute.expression.end]) == value
        if not isinstance(value, (list, dict, float)):
            assert attribute.expression.value == value  # type: ignore[union-attr]
            assert type(attribute.expression.value) is type(value)  # type: ignore[union-attr]


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    file = parsed_json('{"locals": {"v": "\\ud83dx\\udc00"}}')
    assert values_of(file.body.blocks[0].body) == {"v": "'\ufffdx\ufffd'"}
