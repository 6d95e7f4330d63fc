"""Data sources that are worked out from the configuration, and those that are not."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from scanner.inputs.files import Tree
from scanner.inputs.terraform import load, load_text
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown


def value(expression: str, before: str) -> Any:
    """What an expression beside some blocks gives."""
    graph = load_text(f'{before}\nresource "terraform_data" "t" {{\n  input = {expression}\n}}\n')
    assert not [problem.what for problem in graph.problems if problem.severity == "error"]
    return graph.resources[-1].attributes["input"]


def scan(folder: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> ResourceGraph:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_tf", ".tf")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return load({".": ["main.tf"]}, Tree("."))


def test_templates_are_rendered() -> None:
    block = """
data "template_file" "t" {
  template = "$${who} has $${upper(what)}%%{ if many } and more%%{ endif }"
  vars = {
    who  = "Ann"
    what = 3
    many = true
  }
}
data "template_file" "each" {
  for_each = toset(["a", "b"])
  template = "$${x}!"
  vars     = { x = each.key }
}
data "template_file" "none" {
  template = "plain"
}
"""
    assert value("data.template_file.t.rendered", block) == "Ann has 3 and more"
    assert value("values(data.template_file.each)[*].rendered", block) == ["a!", "b!"]
    assert value("data.template_file.none.rendered", block) == "plain"
    found = value("data.template_file.none.id", block)
    assert isinstance(found, Unknown) and "data.template_file.none.id" in found.cause


@pytest.mark.parametrize(
    "body",
    [
        "template = var.x",
        'template = "$${x}"\nvars = { x = var.x }',
        'template = "$${x}"\nvars = var.x',
        'filename = "t.tpl"',
        'template = "$${nobody}"',
        'template = "$${"',
    ],
)
def test_templates_that_cannot_be_rendered_are_unknown(body: str) -> None:
    found = value("data.template_file.t.rendered", f'variable "x" {{}}\ndata "template_file" "t" {{\n{body}\n}}')
    assert isinstance(found, Unknown)
    assert found.references[0].name == "data.template_file.t.rendered"


def test_outputs_of_a_null_data_source_are_its_inputs() -> None:
    block = 'variable "x" {}\ndata "null_data_source" "n" {\n  inputs = { a = 1, b = var.x }\n}\n'
    block += 'data "null_data_source" "none" {}\n'
    assert value("data.null_data_source.n.outputs.a", block) == "1"
    found = value("data.null_data_source.n.outputs", block)
    assert found["a"] == "1" and found["b"].cause == "var.x has no value"
    assert value('data.null_data_source.n.outputs["a"]', block) == "1"
    assert value("data.null_data_source.none.outputs", block) == {}
    assert isinstance(value("data.null_data_source.n.random", block), Unknown)


def test_files_of_the_tree_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "grüße\n"
    main = 'data "local_file" "f" {\n  filename = "${path.module}/sub/f.txt"\n}\n'
    main += 'data "local_sensitive_file" "s" {\n  filename = "sub/f.txt"\n}\n'
    main += 'resource "terraform_data" "t" {\n  input = data.local_sensitive_file.s.content\n}\n'
    graph = scan(tmp_path, monkeypatch, main_tf=main, **{"sub__f.txt": text})
    plain, secret, used = (each.attributes for each in graph.resources)
    data = text.encode()
    assert plain["content"] == secret["content"] == used["input"] == text
    assert base64.b64decode(plain["content_base64"]) == data
    for kind in ("md5", "sha1", "sha256", "sha512"):
        assert plain[f"content_{kind}"] == hashlib.new(kind, data).hexdigest()
    for kind in ("sha256", "sha512"):
        assert base64.b64decode(plain[f"content_base64{kind}"]) == hashlib.new(kind, data).digest()
    assert "content" not in plain.sensitive and "content" in secret.sensitive and "input" in used.sensitive
    assert not [problem for problem in graph.problems if problem.severity == "error"]


@pytest.mark.parametrize(
    ("block", "cause"),
    [
        ('filename = "missing.txt"', 'no file exists at "missing.txt"'),
        ('filename = "../outside.txt"', "lies outside the scanned tree"),
        ('filename = "/etc/hostname"', "lies outside the scanned tree"),
        ("filename = var.x", "var.x has no value"),
        ("filename = null", "no file is named"),
        ("", "no file is named"),
        ('filename = "f.txt"\n  depends_on = [local_file.made]', "after another resource"),
        ("filename = local_file.made.filename", "after another resource"),
        ("filename = local.made", "after another resource"),
    ],
)
def test_files_that_may_be_others_when_terraform_runs_are_unknown(
    block: str, cause: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outside.txt").write_text("secret")
    main = 'resource "local_file" "made" {\n  filename = "f.txt"\n  content  = "new"\n}\nvariable "x" {}\n'
    main += f'locals {{\n  made = local_file.made.filename\n}}\ndata "local_file" "f" {{\n  {block}\n}}\n'
    graph = scan(tmp_path / "tree", monkeypatch, main_tf=main, **{"f.txt": "old"})
    found = graph.resources[-1].attributes
    for name in ("content", "content_base64", "content_sha256"):
        assert isinstance(found[name], Unknown) and cause in found[name].cause


def test_a_file_that_is_no_text_has_digests_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "f.bin").write_bytes(b"\xff\xfe")
    graph = scan(tmp_path, monkeypatch, main_tf='data "local_file" "f" {\n  filename = "f.bin"\n}\n')
    found = graph.resources[0].attributes
    assert isinstance(found["content"], Unknown) and found["content_base64"] == "//4="


@pytest.mark.parametrize(
    "expression",
    [
        "data.terraform_remote_state.s.outputs.x",
        "data.aws_partition.p.partition",
        "data.aws_region.r.name",
        "data.aws_iam_policy_document.d.id",
        "terraform_data.d.output",
    ],
)
def test_what_depends_on_more_than_the_configuration_stays_unknown(expression: str) -> None:
    block = """
data "terraform_remote_state" "s" {
  backend = "local"
}
data "aws_partition" "p" {}
data "aws_region" "r" {}
data "aws_iam_policy_document" "d" {}
resource "terraform_data" "d" {
  input = 1
}
"""
    found = value(expression, block)
    assert isinstance(found, Unknown)
    assert found.cause.startswith(".".join(expression.split(".")[:3]))


_DOCUMENT = """
variable "secret" {
  sensitive = true
  default   = "hidden"
}
data "aws_iam_policy_document" "d" {
  count = 2
  statement {
    actions = [[var.secret, "open"][count.index]]
  }
}
"""


def test_documents_are_reached_as_instances_and_keep_secrets() -> None:
    graph = load_text(
        _DOCUMENT + 'resource "aws_iam_policy" "p" {\n  policy = data.aws_iam_policy_document.d[0].json\n}\n'
    )
    first, second, policy = (each.attributes for each in graph.resources)
    assert json.loads(policy["policy"])["Statement"][0]["Action"] == "hidden"
    assert "json" in first.sensitive and "policy" in policy.sensitive and "json" in second
    texts = value("[for each in data.aws_iam_policy_document.d : jsondecode(each.json).Statement[0].Action]", _DOCUMENT)
    assert texts == ["hidden", "open"]
    assert value("data.aws_iam_policy_document.d[*].minified_json", _DOCUMENT)[1].startswith('{"Version":"2012-10-17",')
    assert value("keys(data.aws_iam_policy_document.d[1])", _DOCUMENT)[2:4] == ["minified_json", "override_json"]


def test_documents_that_need_each_other_are_a_circle() -> None:
    text = ""
    for name, other in (("a", "b"), ("b", "a"), ("c", "c")):
        text += f'data "aws_iam_policy_document" "{name}" {{\n'
        text += f"  source_policy_documents = [data.aws_iam_policy_document.{other}.json]\n}}\n"
    graph = load_text(text)
    assert all(isinstance(each.attributes["json"], Unknown) for each in graph.resources)
    assert any(problem.what.startswith("Cycle: ") for problem in graph.problems)


def test_documents_that_double_their_sources_are_given_up() -> None:
    text = 'data "aws_iam_policy_document" "d0" {\n  statement {\n    actions = ["a"]\n  }\n}\n'
    for level in range(1, 60):
        name = f"data.aws_iam_policy_document.d{level - 1}.json"
        text += f'data "aws_iam_policy_document" "d{level}" {{\n  source_policy_documents = [{name}, {name}]\n}}\n'
    for start in ("", 'variable "x" {}\n'):
        graph = load_text(start + (text.replace('["a"]', "[var.x]") if start else text))
        found = graph.resources[-1].attributes["json"]
        assert isinstance(found, Unknown)
        assert any("size" in each.attributes["json"].cause for each in graph.resources if _unknown(each))


def _unknown(resource: Any) -> bool:
    return isinstance(resource.attributes["json"], Unknown)
