"""What the tests of Kubernetes manifests share: the corpus, ways to read text, and kubectl as a second opinion."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.documents import read_documents
from scanner.inputs.kubernetes.nodes import Documents
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Array, Object

CORPUS = Path(__file__).parents[2] / "corpus" / "kubernetes"


def _source(text: str, path: str) -> Source:
    return Source(path, text)


def _outline(value: Any) -> Any:
    """A tree with everything that two readers must agree on: types, values and places."""
    if isinstance(value, Object):
        entries = {key: _outline(each) for key, each in value.items()}
        assert value.source is not None and value.path is None
        return ("object", value.span, dict(value.spans or {}), entries)
    if isinstance(value, Array):
        assert value.source is not None
        return ("array", value.span, list(value.spans or ()), [_outline(each) for each in value])
    return (type(value).__name__, value)


@pytest.fixture
def outline() -> Callable[[Any], Any]:
    return _outline


@pytest.fixture
def read() -> Callable[..., Documents]:
    """Text to documents."""
    return lambda text, path="m.yaml": read_documents(_source(text, path))


@pytest.fixture
def value() -> Callable[..., Any]:
    """Text to the value of its only document."""

    def one(text: str, path: str = "m.yaml") -> Any:
        found = read_documents(_source(text, path))
        assert [problem.what for problem in found.problems] == []
        assert len(found.documents) == 1
        return found.documents[0].value

    return one


@pytest.fixture
def graph() -> Callable[..., ResourceGraph]:
    """Texts, as one file each, to a graph."""

    def of(*texts: str, **named: str) -> ResourceGraph:
        sources = [_source(text, f"m{number}.yaml") for number, text in enumerate(texts)]
        return load(sources + [_source(text, path) for path, text in named.items()])

    return of


@pytest.fixture(scope="session")
def corpus() -> dict[str, str]:
    """The text of every file of the corpus by its path in it, line ends kept."""
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    return {path.relative_to(CORPUS).as_posix(): path.read_bytes().decode() for path in files}


@pytest.fixture(scope="session")
def kubectl(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], list[Any] | str]:
    """What kubectl reads from a text: its objects without nulls and without the annotation it adds, or its error."""
    program = shutil.which("kubectl")
    if program is None:
        pytest.skip("kubectl is not installed")
    folder = tmp_path_factory.mktemp("kubectl")

    def ask(text: str, name: str) -> list[Any] | str:
        file = folder / name
        file.write_bytes(text.encode())
        command = [program, "annotate", "--local", "--overwrite", "-o", "json", "-f", str(file), "asked-by=test"]
        answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if answer.returncode:
            return answer.stderr
        decoder, at, found = json.JSONDecoder(), 0, []
        while rest := answer.stdout[at:].lstrip():
            each, length = decoder.raw_decode(rest)
            at = len(answer.stdout) - len(rest) + length
            found += each["items"] if each["kind"] == "List" else [each]
        return [_unannotated(_without_nulls(each)) for each in found]

    return ask


@pytest.fixture
def without_nulls() -> Callable[[Any], Any]:
    return _without_nulls


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    # kubectl prints a float without a fraction as an integer
    return float(value) if type(value) is int and not -(2**63) <= value < 2**63 else value


def _unannotated(value: Any) -> Any:
    metadata = value.get("metadata", {})
    metadata.get("annotations", {}).pop("asked-by", None)
    if not metadata.get("annotations"):
        metadata.pop("annotations", None)
    return value
