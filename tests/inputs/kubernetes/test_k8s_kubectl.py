"""kubectl reads the same objects from the corpus. Skipped where it is not installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scanner.inputs.kubernetes import load
from scanner.model.places import Source

FOLDERS = ("workloads", "config", "network", "access", "storage", "policy", "custom", "lists", "json", "style")

TOLERATED = {
    "json/sequence.json": "a `---` between JSON documents",
    "style/directives.yaml": "a %YAML directive",
    "style/separators.yaml": "content on the line of a separator",
    "lists/list.yaml": "a list in a list",
}
"""What kubectl refuses, or its `annotate` does, and is read all the same."""

NO_OBJECTS = {"json/package.json"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_corpus(
    folder: str,
    corpus: dict[str, str],
    kubectl: Callable[[str, str], Any],
    without_nulls: Callable[[Any], Any],
) -> None:
    for path, text in corpus.items():
        if not path.startswith(folder + "/") or path in NO_OBJECTS:
            continue
        graph = load([Source(path, text)])
        answer = kubectl(text, path.replace("/", "-"))
        if path in TOLERATED:
            assert isinstance(answer, str), f"kubectl reads {path} after all"
            assert graph.resources
            continue
        ours = [without_nulls(json.loads(json.dumps(each.attributes))) for each in graph.resources]
        for each in ours:
            if not each.get("metadata", {}).get("annotations", True):
                del each["metadata"]["annotations"]
        assert ours == answer, path


@pytest.mark.parametrize(
    "name", ["tab", "unclosed", "nul", "unknown-alias", "recursive-alias", "bomb", "bad-tags", "middle"]
)
def test_kubectl_refuses_what_is_a_problem(
    name: str, corpus: dict[str, str], kubectl: Callable[[str, str], Any]
) -> None:
    text = corpus[f"broken/{name}.yaml"]
    assert isinstance(kubectl(text, f"{name}.yaml"), str)
    assert load([Source(f"{name}.yaml", text)]).problems
