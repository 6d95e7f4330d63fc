"""Directives in files as the inputs really read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from triage_builders import rule

from scanner.inputs import load_paths
from scanner.inputs.terraform.options import Options
from scanner.model.values import place_at
from scanner.model.verdicts import Verdict
from scanner.triage.rule_names import names_of
from scanner.triage.triage import triage

MAIN = """\
# bylaw:ignore[whole] for the family
resource "aws_s3_bucket" "above" {
  bucket = "a"
}

resource "aws_s3_bucket" "inside" { // plain
  /* bylaw:ignore[whole]
     for the family */
  bucket = "b"
}

resource "aws_s3_bucket" "item" {
  bucket = "c" # bylaw:ignore[item] this one
  tags = { Name = "# bylaw:ignore[item] in a string" }
}

resource "aws_s3_bucket" "none" {
  bucket = <<-EOT
    # bylaw:ignore[whole] in a heredoc
  EOT
}

# bylaw:ignore[whole] not our module
module "m" {
  source = "./m"
}
"""

MODULE = """\
resource "aws_s3_bucket" "counted" {
  count  = 2
  bucket = "d${count.index}"
}
"""

JSON = """\
{"resource": {"aws_s3_bucket": {"json": {
  "//": "bylaw:ignore[whole] in JSON",
  "bucket": "j"
}}}}
"""

PODS = """\
# bylaw:ignore[whole] above
apiVersion: v1
kind: Pod
metadata:
  name: above
spec: {}
---
apiVersion: v1
kind: Pod
metadata:
  name: inside # bylaw:ignore[item] not this
spec:
  # bylaw:ignore[item] this one
  hostPID: true
  hostname: "# bylaw:ignore[whole] in a string"
---
apiVersion: v1
kind: Pod
metadata:
  name: noted
  annotations:
    bylaw/ignore.whole: noted
spec: {}
"""


def verdicts_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """Rule and resource to status, with one finding of each rule on each resource."""
    monkeypatch.chdir(folder)
    graph, _ = load_paths(["."], Options())
    assert [problem for problem in graph.problems if problem.severity == "error"] == []
    verdicts = []
    for resource in graph.resources:
        path = ("spec", "hostPID") if resource.provider == "kubernetes" else ("bucket",)
        place = place_at(resource.attributes, path, resource.place.file)
        verdicts.append(Verdict(rule("whole"), resource, None, "fail", "", resource.place))
        verdicts.append(Verdict(rule("item"), resource, "the item", "fail", "", place))
    findings, _ = triage(verdicts, graph, lambda: names_of([rule("whole"), rule("item")]))
    return {(each.verdict.rule.id, each.verdict.resource.address): each.status for each in findings}


def test_terraform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m").mkdir()
    (tmp_path / "main.tf").write_text(MAIN, encoding="utf-8")
    (tmp_path / "more.tf.json").write_text(JSON, encoding="utf-8")
    (tmp_path / "m" / "main.tf").write_text(MODULE, encoding="utf-8")
    found = verdicts_on(tmp_path, monkeypatch)
    assert {key for key, status in found.items() if status == "ignored"} == {
        ("whole", "aws_s3_bucket.above"),
        ("whole", "aws_s3_bucket.inside"),
        ("whole", "aws_s3_bucket.json"),
        ("whole", "module.m.aws_s3_bucket.counted[0]"),
        ("whole", "module.m.aws_s3_bucket.counted[1]"),
        ("item", "aws_s3_bucket.item"),
    }


def test_kubernetes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pods.yaml").write_text(PODS, encoding="utf-8")
    found = verdicts_on(tmp_path, monkeypatch)
    assert {key for key, status in found.items() if status == "ignored"} == {
        ("whole", "v1/Pod/default/above"),
        ("whole", "v1/Pod/default/noted"),
        ("item", "v1/Pod/default/inside"),
    }
