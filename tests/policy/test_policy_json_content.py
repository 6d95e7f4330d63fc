"""`json()` of texts that are known in part: what a rule can decide of them, and what it cannot."""

from __future__ import annotations

import pytest

from scanner.model.values import Reference, Unknown
from scanner.policy.cel import Environment, compile
from scanner.policy.cel.types import DYN
from scanner.policy.functions import read_json, rule_functions

ARN = Unknown("aws_s3_bucket.b.arn is known only after apply", (Reference("aws_s3_bucket.b.arn"),), "arn", True)
DOCUMENT = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": ARN}],
}
TEXT = Unknown(ARN.cause, ARN.references, "text", True, DOCUMENT)
ENVIRONMENT = Environment({"text": DYN}, rule_functions())


def ask(expression, text=TEXT):
    return compile(expression, ENVIRONMENT).evaluate(None, text)


def test_the_value_of_a_text_that_is_known_in_part_has_unknowns_in_it():
    assert read_json(TEXT) is DOCUMENT
    nothing = read_json(Unknown("var.x has no value", (Reference("var.x"),), "x"))
    assert isinstance(nothing, Unknown) and nothing.cause == "var.x has no value"
    assert nothing.references[0].name == "var.x" and nothing.content is None
    assert nothing == read_json(Unknown("again", origin="x")) and nothing != read_json(Unknown("again", origin="y"))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('json(text).Version == "2012-10-17"', True),
        ('json(text).Statement.exists(s, s.Principal == "*" && s.Effect == "Allow")', True),
        ('json(text).Statement.all(s, has(s.Resource) && !has(s.NotResource) && has(s.Action))', True),
        ('json(text).Statement.exists(s, s.Effect == "Deny" && s.Resource == "*")', False),
        ("[json(text).?Statement.orValue([])].flatten().size()", 1),
        ('json(text).Statement[0].Resource == json(text).Statement[0].Resource', True),
        ("has(json(text).Id)", False),
    ],
)  # fmt: skip
def test_what_does_not_depend_on_the_unknown_part_is_decided(expression, value):
    assert ask(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        'json(text).Statement.exists(s, s.Effect == "Allow" && s.Resource == "*")',
        'json(text).Statement[0].Resource.startsWith("arn:")',
        'json(text) == {"Version": "2012-10-17"} || json(text).Statement[0].Resource == "*"',
        'text == "{}"',
        'text.contains("Allow")',
    ],
)  # fmt: skip
def test_what_depends_on_it_is_unknown_with_its_cause(expression):
    found = ask(expression)
    assert isinstance(found, Unknown)
    assert found.cause == ARN.cause and found.references == ARN.references


def test_an_element_that_may_be_left_out_is_neither_there_nor_absent():
    text = Unknown("u", origin="t", content={"Condition": Unknown("var.c has no value", origin="c")})
    assert isinstance(ask("has(json(text).Condition)", text), Unknown)
    assert isinstance(ask('json(text).?Condition.orValue({}).exists(test, test == "Bool")', text), Unknown)


def test_content_is_not_read_where_it_is_the_text_that_counts():
    assert Unknown("another", origin="text") == TEXT and TEXT != DOCUMENT
    assert isinstance(ask("json(text).Statement == json(text).Statement && json(text + ' ').Version == '1'"), Unknown)
