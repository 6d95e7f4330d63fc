"""Reading files of a hostile tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.inputs import load_paths
from scanner.inputs.files import Tree, read_bytes
from scanner.inputs.terraform.options import Options

IMPOSSIBLE = ["a\0b", "../a\0b", "a\ud800b"]
"""What a file of the tree may name and no file can be called."""


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_no_file_can_be_called_is_in_no_tree_and_cannot_be_read(name: str, tmp_path: Path) -> None:
    path = f"{tmp_path}/{name}"
    assert not Tree(str(tmp_path)).holds(path)
    assert read_bytes(path, 10) == "cannot be opened: no file can have such a name"


def test_such_a_name_ends_no_scan(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('module "a" {\n  source = "./a\\u0000b"\n}\nresource "aws_s3_bucket" "b" {}\n')
    (tmp_path / "flux.yaml").write_text(
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k}\n"
        'spec: {path: "a\\0b", targetNamespace: x}\n---\n'
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: k}\n"
        'spec: {chart: {spec: {chart: "a\\0b", sourceRef: {kind: GitRepository}}}}\n'
    )
    graph = load_paths([str(tmp_path)], Options())[0]
    assert {each.type.rpartition("/")[2] for each in graph.resources} == {
        "aws_s3_bucket",
        "Kustomization",
        "HelmRelease",
    }
    assert [each.severity for each in graph.problems] == ["warning", "note", "note"]
