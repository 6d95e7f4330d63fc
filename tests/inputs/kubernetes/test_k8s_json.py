"""JSON documents with places."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.documents import read_documents
from scanner.model.places import Source
from scanner.model.values import Array, Object, Unknown, place_at

Value = Callable[..., Any]

TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(TREES, st.sampled_from([None, 0, 2]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_the_standard_library_agrees(tree: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    found = read_documents(Source("m.json", text))
    assert found.problems == []
    assert [document.value for document in found.documents] == [each for each in [json.loads(text)] if each is not None]


def held(digits: str) -> int | float:
    """An integer as Kubernetes holds it."""
    return int(digits) if -(2**63) <= int(digits) < 2**63 else float(digits)


@given(st.text(max_size=40) | st.text('{}[]",:\\ 01.e-tnu\n', max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_text(text: str) -> None:
    """What the standard library refuses is refused, and nothing raises."""
    found = read_documents(Source("m.json", text))
    try:
        wanted = json.loads(text, parse_int=held, parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError):
        return  # several documents in a row are read, which is no JSON
    assert found.problems == []
    assert [document.value for document in found.documents if not isinstance(document.value, Unknown)] in ([wanted], [])


REFUSED = [
    "{", "[1 2]", '{"a" 1}', "[1,]", '{"a":1,}', "{a: 1}", "'a'", '["a\n"]', "[01]", "[NaN]", "[1}", '{"a":1]', "nul",
    '["\\x"]', '["\\u12"]', "[tru]", '{"a":}', "[,1]", "{1:2}",
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    found = read_documents(Source("m.json", text))
    (problem,) = found.problems
    assert (problem.severity, problem.kind) == ("error", "unparsable")
    assert problem.place is not None
    with pytest.raises(ValueError, match=r".+"):
        json.loads(text, parse_constant=int)


def test_places(value: Value) -> None:
    text = '{\n  "a": [1, {"b": "c\\n"}],\n  "d" : {}\n}\n'
    root = value(text, "m.json")
    assert root.span == (0, len(text) - 1)
    wanted = {("a",): '"a": [1, {"b": "c\\n"}]', ("a", 0): "1", ("a", 1, "b"): '"b": "c\\n"', ("d",): '"d" : {}'}
    for path, written in wanted.items():
        place = place_at(root, path)
        assert place is not None
        lines = text.split("\n")
        assert place.line == place.end_line
        assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == written
    assert isinstance(root, Object) and isinstance(root["a"], Array)


def test_numbers_as_kubernetes_holds_them(value: Value) -> None:
    text = "[0, -1, 1.5, 1e3, 9223372036854775807, -9223372036854775808, 9223372036854775808, 1E400]"
    found = value(text, "m.json")
    assert [type(each).__name__ for each in found[:7]] == ["int", "int", "float", "float", "int", "int", "float"]
    assert found[:7] == [0, -1, 1.5, 1000.0, 2**63 - 1, -(2**63), float(2**63)]
    assert isinstance(found[7], Unknown)


def test_several_documents() -> None:
    found = read_documents(Source("m.json", '\ufeff{"a": 1}\n{"a": 2}\n---\n{"a": 3}\nnull\n'))
    assert [document.value["a"] for document in found.documents] == [1, 2, 3]


def test_documents_before_an_error_are_kept() -> None:
    found = read_documents(Source("m.json", '{"a": 1} {"a": 2} {'))
    assert len(found.documents) == 2 and len(found.problems) == 1


def test_half_a_surrogate_pair(value: Value) -> None:
    assert value('["\\ud800", "\\ud83d\\ude00"]', "m.json") == ["\ufffd", "😀"]


def test_templates() -> None:
    (problem,) = read_documents(Source("m.json", '{"apiVersion": {{ .Values.x }} }')).problems
    assert (problem.severity, problem.kind) == ("warning", "unrendered")
