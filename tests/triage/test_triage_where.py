"""Where directives stand and what they reach, in Terraform and in manifests."""

from __future__ import annotations

import pytest
from triage_builders import marked, run

from scanner.model.verdicts import Finding


def ignored(text: str, file: str = "main.tf") -> list[str]:
    """What is ignored, as `line:rule` or `line:rule:item`."""
    findings, _ = run(marked(text, file))
    return [label(finding) for finding in findings if finding.status == "ignored"]


def label(finding: Finding) -> str:
    verdict = finding.verdict
    assert verdict.place is not None
    return ":".join(filter(None, (str(verdict.place.line), verdict.rule.id, verdict.item)))


TERRAFORM = {
    "above the heading": (
        """
# bylaw:ignore[a] reason
resource "aws_x" "x" {
  acl = "public" @a @b
}
resource "aws_x" "y" {
  acl = "public" @a
}""",
        ["4:a"],
    ),
    "at the end of the heading": (
        """
resource "aws_x" "x" { # bylaw:ignore[a] reason
  in { @a:in1
  }
  in { @a:in2
  }
}""",
        ["3:a:in1", "5:a:in2"],
    ),
    "several directives above the heading": (
        """
# bylaw:ignore[a] reason
# something else
# bylaw:ignore[b] reason
resource "aws_x" "x" {
  acl = "public" @a @b @c
}""",
        ["6:a", "6:b"],
    ),
    "a blank line between": (
        """
# bylaw:ignore[a] reason

resource "aws_x" "x" {
  acl = "public" @a
}""",
        [],
    ),
    "anywhere inside, for a rule that judges the whole": (
        """
resource "aws_x" "x" {
  name = "x"
  # bylaw:ignore[a] reason
  tags = {}
  acl = "public" @a
}""",
        ["6:a"],
    ),
    "an unknown verdict": (
        """
resource "aws_x" "x" {
  acl = var.acl # bylaw:ignore[a] reason @a?
}""",
        ["3:a"],
    ),
    "at the end of an item's line": (
        """
resource "aws_x" "x" {
  one = 1 # bylaw:ignore[a] reason @a:i1
  two = 2 @a:i2
}""",
        ["3:a:i1"],
    ),
    "above an item's line": (
        """
resource "aws_x" "x" {
  # bylaw:ignore[a] reason
  one = 1 @a:i1
  two = 2 @a:i2
}""",
        ["4:a:i1"],
    ),
    "above the block an item points into": (
        """
resource "aws_x" "x" {
  # bylaw:ignore[a] reason
  ingress {
    port  = 22
    cidrs = ["0.0.0.0/0"] @a:i1
  }
  ingress {
    cidrs = ["0.0.0.0/0"] @a:i2
  }
}""",
        ["6:a:i1"],
    ),
    "above an item that is in order": (
        """
resource "aws_x" "x" {
  # bylaw:ignore[a] reason
  ingress {
    port  = 22
  }
  ingress {
    cidrs = ["0.0.0.0/0"] @a:i2
  }
}""",
        [],
    ),
    "before a blank line inside, all items": (
        """
resource "aws_x" "x" {
  # bylaw:ignore[a] reason

  one = 1 @a:i1
  two = 2 @a:i2
}""",
        ["5:a:i1", "6:a:i2"],
    ),
    "a comment with code after it": (
        """
resource "aws_x" "x" {
  /* bylaw:ignore[a] reason */ one = 1 @a:i1
  two = 2 @a:i2
}""",
        ["3:a:i1"],
    ),
    "checkov inside, all items": (
        """
resource "aws_x" "x" {
  #checkov:skip=CKV_A_1:reason
  one = 1 @a:i1
  two = 2 @a:i2
}""",
        ["4:a:i1", "5:a:i2"],
    ),
    "checkov above is not inside": (
        """
#checkov:skip=CKV_A_1:reason
resource "aws_x" "x" {
  one = 1 @a
}""",
        [],
    ),
    "trivy above": (
        """
#trivy:ignore:AVD-AWS-0001
resource "aws_x" "x" {
  one = 1 @a @b
}""",
        ["4:a"],
    ),
    "trivy at the line, tfsec's id": (
        """
resource "aws_x" "x" {
  one = 1 #trivy:ignore:AWS-B-X @b:i1
  two = 1 @b:i2
}""",
        ["3:b:i1"],
    ),
    "not yet expired on its last day": (
        """
#tfsec:ignore:AWS-0001:exp:2026-06-15
resource "aws_x" "x" {
  one = 1 @a
}""",
        ["4:a"],
    ),
    "expired": (
        """
#tfsec:ignore:AWS-0001:exp:2026-06-14
resource "aws_x" "x" {
  one = 1 @a
}""",
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TERRAFORM.values(), ids=TERRAFORM.keys())
def test_where_in_terraform(text: str, expected: list[str]) -> None:
    assert ignored(text) == expected


MANIFESTS = {
    "above the object": (
        """---
# bylaw:ignore[a] reason
apiVersion: v1
spec:
  containers:
  - name: one
    privileged: true @a:one
  - name: two
    privileged: true @a:two
---
apiVersion: v1
spec:
  privileged: true @a:three""",
        ["7:a:one", "9:a:two"],
    ),
    "above the document mark": (
        """# bylaw:ignore[a] reason
---
apiVersion: v1
hostPID: true @a""",
        ["4:a"],
    ),
    "above an item of the list": (
        """apiVersion: v1
spec:
  containers:
  # bylaw:ignore[a] reason
  - name: one
    securityContext:
      privileged: true @a:one
  - name: two
    privileged: true @a:two""",
        ["7:a:one"],
    ),
    "above the list, items at the same indentation": (
        """apiVersion: v1
spec:
  # bylaw:ignore[a] reason
  containers:
  - name: one
    privileged: true @a:one
  - name: two
    privileged: true @a:two
  volumes:
  - host: true @a:vol""",
        ["6:a:one", "8:a:two"],
    ),
    "at the end of a line": (
        """apiVersion: v1
spec:
  - privileged: true # bylaw:ignore[a] reason @a:one
  - privileged: true @a:two""",
        ["3:a:one"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MANIFESTS.values(), ids=MANIFESTS.keys())
def test_where_in_a_manifest(text: str, expected: list[str]) -> None:
    assert ignored(text, "pods.yaml") == expected
