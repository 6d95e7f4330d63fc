"""What is known of JSON texts with something unknown in them: made by functions, written as templates, passed along."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform import load_text
from scanner.model.values import Unknown

_UNSET = """
variable "x" { type = string }
variable "n" { type = number }
variable "any" {}
resource "aws_s3_bucket" "b" {}
"""


def read(expression: str, before: str = _UNSET) -> Any:
    """The value of an expression."""
    graph = load_text(f'{before}\nresource "aws_iam_policy" "p" {{\n  policy = {expression}\n}}\n')
    assert not [problem for problem in graph.problems if problem.severity == "error"]
    return next(each for each in graph.resources if each.type == "aws_iam_policy").attributes["policy"]


def shown(content: Any) -> Any:
    """A tree with `?` for what is Unknown."""
    if isinstance(content, dict):
        return {name: shown(item) for name, item in content.items()}
    if isinstance(content, list):
        return [shown(item) for item in content]
    return "?" if isinstance(content, Unknown) else content


@pytest.mark.parametrize(
    ("expression", "content"),
    [
        ('jsonencode({a = var.x, b = [1, null, true, "c"]})', {"a": "?", "b": [1, None, True, "c"]}),
        ("jsonencode([var.x, 0.5, 10000000000000000000000])", ["?", 0.5, 1e22]),
        ("jsonencode(var.any)", "?"),
        ("jsonencode({a = {(var.x) = 1}, b = 2})", {"a": "?", "b": 2}),
        ('jsonencode({a = toset(["b", "a"]), b = toset([var.x]), c = toset(["a", var.x])})',
         {"a": ["a", "b"], "b": ["?"], "c": "?"}),
        ("jsonencode({a = jsonencode([var.x])})", {"a": "?"}),
        ("jsonencode({a = aws_s3_bucket.b})", {"a": "?"}),
    ],
)  # fmt: skip
def test_jsonencode_knows_what_it_encodes(expression: str, content: Any) -> None:
    found = read(expression)
    if isinstance(shown(found.content), dict) and content == {"a": "?"}:
        assert found.content.keys() == {"a"}
    else:
        assert shown(found.content) == content


@pytest.mark.parametrize(
    ("template", "content"),
    [
        ('{"a": "${var.x}/*", "b": ["c", "${aws_s3_bucket.b.arn}"]}', {"a": "?", "b": ["c", "?"]}),
        ('{"a": "${var.x}${var.any}", "b": "${true} $${y}"}', {"a": "?", "b": "true ${y}"}),
        ('{"a": ${jsonencode([var.x])}, "b": ${jsonencode("${var.x}/*")}}', {"a": ["?"], "b": "?"}),
        ("${jsonencode({a = var.x})}", {"a": "?"}),
        ('{"a": {"${var.x}:sub": 1, "b": 2}, "c": "\\" ${var.x} \\\\"}', {"a": "?", "c": "?"}),
        ('{"a": [%{ for each in ["p", "q"] }"${each}-${var.x}",%{ endfor } "r"]}', {"a": ["?", "?", "r"]}),
        ('{"a": %{ if true }"${var.x}"%{ else }1%{ endif }}', {"a": "?"}),
        ('{"a": 1, "a": "${var.x}"}', {"a": "?"}),
        (
            '{"a": 123456789012345678901234567890, "b": 1.5, "c": "${var.x}"}',
            {"a": 1.2345678901234568e29, "b": 1.5, "c": "?"},
        ),
    ],
)
def test_templates_that_are_json_know_what_they_encode(template: str, content: Any) -> None:
    assert shown(read(f"<<EOT\n{template}\nEOT\n").content) == content


@pytest.mark.parametrize(
    "template",
    [
        '{"a": ${var.x}}',  # may be anything, further entries included
        '{"a": "b" ${var.x}}',
        '{"a": "${var.x}"',
        '{"a": "\\${var.x}"}',
        '{"a": "\\u00${var.x}"}',
        '{"a": ["${join("\\",\\"", [var.x, "b"])}"]}',
        '{"a": "${jsonencode(var.x)}"}',
        '{"a": "${jsonencode([var.x])}"}',
        '{"a": "%{ if var.any }b%{ endif }${var.x}"}',
        '{"a": [%{ for each in var.any }"${each}",%{ endfor } "${var.x}"]}',
        "a: ${var.x}",
        '{"a": NaN, "b": "${var.x}"}',
        '{"a": "\ue000 ${var.x}"}',
        "[" * 5000 + '"${var.x}"' + "]" * 5000,
    ],
)
def test_templates_that_may_be_something_else_know_nothing(template: str) -> None:
    found = read(f"<<EOT\n{template}\nEOT\n")
    assert isinstance(found, Unknown) and found.content is None


def test_content_stays_on_the_way_through_names_modules_and_conversions(tmp_path: Any, monkeypatch: Any) -> None:
    from scanner.inputs.files import Tree
    from scanner.inputs.terraform import load

    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/main.tf").write_text(
        'variable "text" { type = string }\nlocals { again = tostring(var.text) }\n'
        'output "text" { value = local.again }\n'
    )
    (tmp_path / "main.tf").write_text(
        'variable "x" {}\nlocals { text = jsonencode({a = var.x}) }\n'
        'module "inner" {\n  source = "./inner"\n  text   = local.text\n}\n'
        'resource "aws_iam_policy" "p" {\n  policy = "${module.inner.text}"\n}\n'
        'resource "aws_iam_policy" "q" {\n  policy = true ? module.inner.text : ""\n}\n'
    )
    monkeypatch.chdir(tmp_path)
    graph = load({".": ["main.tf"]}, Tree("."))
    for resource in graph.resources:
        text = resource.attributes["policy"]
        assert shown(text.content) == {"a": "?"}, resource.address
        names = [reference.name for reference in text.references]
        assert names[-1] == "var.x" and "local.text" in names


def test_what_else_is_made_of_such_a_text_has_no_content() -> None:
    for expression in (
        "upper(jsonencode({a = var.x}))",
        '"${jsonencode({a = var.x})}, and more"',
        "md5(jsonencode([var.x]))",
    ):
        assert read(expression).content is None


def test_content_changes_nothing_about_identity() -> None:
    graph = load_text(
        f'{_UNSET}\nresource "terraform_data" "t" {{\n  input = [jsonencode({{a = var.x}}), jsonencode({{a = var.x}}), '
        "jsonencode({a = var.any}), jsonencode({a = var.x}) == jsonencode({a = var.x})]\n}\n"
    )
    one, same, other, equal = graph.resources[-1].attributes["input"]
    assert one == same and hash(one) == hash(same) and one != other and equal is True
    assert one == Unknown("something else", origin=one.origin) and one.not_null


def test_documents_that_hold_each_other_many_times_are_given_up() -> None:
    lines = ['variable "x" {}', "locals {\na0 = jsonencode([var.x])"]
    lines += [f"a{level} = <<EOT\n[${{local.a{level - 1}}}, ${{local.a{level - 1}}}]\nEOT\n" for level in range(1, 60)]
    text = "\n".join([*lines, "}", 'resource "aws_iam_policy" "p" {\n  policy = local.a59\n}'])
    found = load_text(text).resources[0].attributes["policy"]
    assert isinstance(found, Unknown) and found.content is None


_NAMES = st.sampled_from(["a", "b", "Statement"])
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["", "*", "é", 'q"', "a\\", "${", "%{"])
)
_TREES = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3))


def _with_unknown(tree: Any, at: list[int]) -> Any:
    """The tree with `HOLE` in place of some strings."""
    if isinstance(tree, dict):
        return {name: _with_unknown(item, at) for name, item in tree.items()}
    if isinstance(tree, list):
        return [_with_unknown(item, at) for item in tree]
    if isinstance(tree, str):
        at[0] += 1
        return f"{tree}HOLE" if at[0] % 2 else tree
    return tree


def _filled(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _filled(item) for name, item in tree.items()}
    if isinstance(tree, list):
        return [_filled(item) for item in tree]
    return "?" if isinstance(tree, str) and "HOLE" in tree else tree


@settings(max_examples=80, deadline=None)
@given(st.lists(_TREES, max_size=4), st.sampled_from([None, 2]))
def test_a_template_of_any_json_is_that_json_with_unknowns(tree: list[Any], indent: int | None) -> None:
    holed = _with_unknown(["x", *tree], [0])
    text = json.dumps(holed, indent=indent).replace("${", "$${").replace("%{", "%%{").replace("HOLE", "${var.x}")
    assert shown(read(f"<<EOT\n{text}\nEOT\n").content) == _filled(holed)
