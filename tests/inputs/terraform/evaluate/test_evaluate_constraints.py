"""Type constraints of variables, and the defaults of optional attributes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scanner.inputs.terraform.evaluate.constraints import Constraint, ConstraintError, apply, parse_constraint
from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.functions.json_codec import decode, encode
from scanner.inputs.terraform.evaluate.nulls import without_types
from scanner.inputs.terraform.evaluate.types import STRING, ListOf
from scanner.inputs.terraform.syntax import parse_expression
from scanner.model.places import Source
from scanner.model.values import Unknown


def constraint(text: str) -> Constraint:
    return parse_constraint(parse_expression(text, Source("variables.tf", text)))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("string", "string"),
        ("any", "any"),
        ("list(string)", "list(string)"),
        ("set(map(bool))", "set(map(bool))"),
        ("tuple([string, number])", "tuple([string,number])"),
        ("object({a = string, b = optional(number)})", "object({a=string,b=optional(number)})"),
        ("object({})", "object({})"),
        ('"string"', "string"),
        ('"list"', "list(any)"),
        ("list", "list(any)"),
        ("map", "map(any)"),
    ],
)
def test_constraints(text: str, printed: str) -> None:
    assert str(constraint(text).type) == printed


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("strin", 'The keyword "strin" is not a valid type specification.', "strin"),
        ("set", "The set type constructor requires one argument specifying the element type.", "set"),
        ("list()", "The list type constructor requires one argument specifying the element type.", "list()"),
        ("list(string, number)", "The list type constructor requires one argument", "number"),
        ("string(1)", 'Primitive type keyword "string" does not expect arguments.', "string(1)"),
        ("any(1)", 'Type constraint keyword "any" does not expect arguments.', "any(1)"),
        ("vector(string)", 'Keyword "vector" is not a valid type constructor.', "vector(string)"),
        ("optional(string)", 'Keyword "optional" is valid only as a modifier', "optional(string)"),
        ("object(string)", "Object type constructor requires a map", "string"),
        ("tuple(string)", "Tuple type constructor requires a list of element types.", "string"),
        ("object({(a) = string})", "Object constructor map keys must be attribute names.", "(a)"),
        ("object({a = optional()})", "Optional attribute modifier requires the attribute type", "optional()"),
        ("object({a = optional(string, 1, 2)})", "expects at most two arguments", "optional(string, 1, 2)"),
        ('object({a = optional(number, "x")})', "This default value is not compatible", '"x"'),
        ("object({a = optional(number, var.x)})", "Variables not allowed", "var.x"),
        ("1", "A type specification is either a primitive type keyword", "1"),
        ("list(" * 80 + "string" + ")" * 80, "nested too deeply", None),
    ],
)
def test_faulty_constraints(text: str, message: str, at: str | None) -> None:
    with pytest.raises(ConstraintError) as caught:
        constraint(text)
    assert message in caught.value.message
    if at is not None:
        assert at in text[caught.value.start : caught.value.end] or text[caught.value.start : caught.value.end] in at


CASES = [
    ("string", "1"),
    ("number", '"1.5"'),
    ("bool", '"true"'),
    ("list(string)", '[1, true, "x"]'),
    ("set(string)", '["b", "a", "b"]'),
    ("map(number)", '{"b": "1", "a": 2}'),
    ("any", '[1, "a", {"b": []}]'),
    ("list(any)", '[1, "a"]'),
    ("map(any)", '{"a": [1], "b": ["x"]}'),
    ("object({a = string, b = optional(number, 5)})", '{"a": 1, "c": 2}'),
    ("object({a = string, b = optional(number)})", '{"a": "x"}'),
    ("object({a = optional(string, \"d\")})", '{"a": null}'),
    ("list(object({a = string, b = optional(number, 5)}))", '[{"a": "x"}, {"a": "y", "b": 1}]'),
    ("map(object({a = optional(list(string), [])}))", '{"x": {}, "y": {"a": [1]}}'),
    ("set(object({a = optional(string, \"d\")}))", '[{}, {"a": "d"}, {"a": "e"}]'),
    ("object({a = optional(object({b = optional(string, \"x\"), c = optional(bool)}), {})})", "{}"),
    ("object({a = optional(object({b = optional(string, \"x\")}))})", "{}"),
    ("object({a = optional(object({b = optional(string, \"x\")}))})", '{"a": {}}'),
    ("tuple([string, object({a = optional(number, 1)})])", '[1, {}]'),
    ("object({a = optional(map(string), {k = \"v\"})})", "{}"),
    ("object({n = optional(number, -1), s = optional(string, true)})", "{}"),
    ("object({a = any})", '{"a": [1, "x"]}'),
    ("list(object({a = any}))", '[{"a": 1}, {"a": "x"}]'),
    ("object({a = string})", '{"b": 1}'),
    ("object({a = list(string)})", '{"a": "x"}'),
    ("list(number)", '["x"]'),
    ("map(string)", '{"a": []}'),
    ("tuple([string])", "[]"),
    ("number", "true"),
    ("list(any)", '[1, []]'),
    ("object({a = optional(number, 5)})", '{"a": []}'),
    ("string", "null"),
    ("object({a = optional(string, \"x\")})", "null"),
]  # fmt: skip


def ours(type: str, value: str) -> str:
    try:
        return encode(without_types(apply(constraint(type), decode(value))))
    except ConversionError as error:
        return f"error: {error.message}"


def test_a_few_values_by_hand() -> None:
    assert ours("object({a = string, b = optional(number, 5)})", '{"a": 1, "c": 2}') == '{"a":"1","b":5}'
    assert ours('list(object({a = optional(string, "d")}))', "[{}, null]") == '[{"a":"d"},null]'
    assert ours("object({a = string})", "{}") == 'error: attribute "a" is required'


def test_unknown_values_keep_their_place_and_take_the_type() -> None:
    x = Unknown("nobody said")
    made = apply(constraint("object({a = string, b = optional(number, 5)})"), {"a": x})
    assert made["a"].type is STRING
    assert made["b"] == 5
    assert apply(constraint("list(string)"), x).type == ListOf(STRING)


def test_defaults_may_be_computed_by_the_caller() -> None:
    text = "object({a = optional(number, 1 + 1)})"
    expression = parse_expression(text, Source("variables.tf", text))
    made = parse_constraint(expression, lambda expression: 2)
    assert apply(made, {}) == {"a": 2}


def test_apply_is_conversion_where_there_are_no_defaults() -> None:
    value = ["a", 1]
    made = constraint("list(string)")
    assert apply(made, value) == convert(value, made.type)


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not on PATH")
def test_terraform_gives_the_same(tmp_path: Path) -> None:
    good = [(type, value) for type, value in CASES if not ours(type, value).startswith("error")]
    assert _planned(tmp_path / "good", good) == {index: ours(*case) for index, case in enumerate(good)}
    bad = [case for case in CASES if case not in good]
    assert len(bad) >= 6
    errors = _errors(tmp_path / "bad", bad)
    for index, case in enumerate(bad):
        assert ours(*case).removeprefix("error: ") in errors[index], (case, errors[index])


def _run(folder: Path, cases: list[tuple[str, str]], *arguments: str) -> str:
    folder.mkdir(exist_ok=True)
    blocks = [
        f'variable "v{index}" {{\n  type = {type}\n  default = {_literal(value)}\n}}\n'
        f'output "o{index}" {{\n  value = jsonencode(var.v{index})\n}}\n'
        for index, (type, value) in enumerate(cases)
    ]
    (folder / "main.tf").write_text("".join(blocks), encoding="utf-8")
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull}
    command = ["terraform", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout


def _literal(value: str) -> str:
    return value.replace(": ", " = ")


def _planned(folder: Path, cases: list[tuple[str, str]]) -> dict[int, Any]:
    _run(folder, cases, "plan", "-input=false", "-out=plan")
    changes = json.loads(_run(folder, cases, "show", "-json", "plan"))["output_changes"]
    return {int(name[1:]): change["after"] for name, change in changes.items()}


def _errors(folder: Path, cases: list[tuple[str, str]]) -> dict[int, str]:
    found = {}
    for diagnostic in json.loads(_run(folder, cases, "validate", "-json"))["diagnostics"]:
        found[(diagnostic["range"]["start"]["line"] - 1) // 7] = diagnostic["detail"]
    return found
