"""Releases of charts of which something cannot be known, or changes what the chart says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.inputs import load_paths
from scanner.inputs.terraform.options import Options
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph

CHART = 'name = "web"\n  chart = "./charts/web"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    (tmp_path / "charts" / "web").mkdir(parents=True)
    (tmp_path / "charts" / "web" / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    return tmp_path


def released(folder: Path, arguments: str) -> tuple[ResourceGraph, Problem]:
    """What a scan says of a release, and its one problem."""
    (folder / "main.tf").write_text(f'variable "x" {{}}\nresource "helm_release" "web" {{\n  {arguments}\n}}\n')
    graph, _ = load_paths((".",), Options())
    (problem,) = graph.problems
    return graph, problem


def test_a_chart_of_a_registry_that_is_not_known_is_still_none_of_the_configuration(folder: Path) -> None:
    graph, problem = released(folder, 'name = "web"\n  chart = "ingress-nginx"\n  repository = var.x')
    assert problem.severity == "note" and "the chart is not part of the configuration" in problem.what
    assert graph.incomplete == {}


def test_a_chart_that_may_be_of_a_registry_is_not_rendered(folder: Path) -> None:
    graph, problem = released(folder, f"{CHART}  repository = var.x")
    assert problem.severity == "warning" and "is not rendered: repository is not known: var.x" in problem.what
    assert list(graph.incomplete) == ["*"]


def test_how_a_value_is_read_must_be_known(folder: Path) -> None:
    _, problem = released(folder, CHART + '  set {\n  name = "a"\n  value = "b,c"\n  type = var.x\n  }')
    assert "is not rendered: type of a is not known: var.x" in problem.what


@pytest.mark.parametrize(
    "written",
    [
        'postrender {\n    binary_path = "./kustomize.sh"\n  }',
        'postrender = { binary_path = "./kustomize.sh" }',
        "postrender {\n    binary_path = var.x\n  }",
    ],
)
def test_what_a_program_changes_afterwards_is_not_rendered(folder: Path, written: str) -> None:
    graph, problem = released(folder, CHART + written)
    assert problem.severity == "warning"
    assert "helm_release.web is not rendered: a post-renderer changes what is installed" in problem.what
    assert list(graph.incomplete) == ["*"]


@pytest.mark.parametrize(
    ("written", "what"),
    [("postrender = var.x", "postrender is not known"), ("postrender = null", "helm is not installed")],
)
def test_a_program_that_may_change_it_is_not_known(folder: Path, written: str, what: str) -> None:
    assert what in released(folder, CHART + written)[1].what
