"""The quick reader may give up, but it never reads anything else than the event reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.blocks import BlockReader, Known
from scanner.inputs.kubernetes.comments import comments_at, comments_between
from scanner.inputs.kubernetes.documents import _is_unusual
from scanner.inputs.kubernetes.errors import BrokenDocument, NotPlain
from scanner.inputs.kubernetes.events import EventReader, _PythonParser
from scanner.model.places import Source
from scanner.model.values import Array, Object

Outline = Callable[[Any], Any]


BEFORE = Known()
"""What was read in the tests before: it may make no difference."""


def quick(text: str, known: Known) -> tuple[Any, list[Any]] | None:
    """The document and the comments of the quick reader, None when it gives up."""
    source = Source("m.yaml", text)
    reader = BlockReader(source, text, 0, len(text), known)
    try:
        document = reader.read()
    except NotPlain:
        return None
    return document, comments_at(source, reader.comments)


def events(text: str) -> tuple[Any, list[Any]]:
    """The same from the event reader."""
    source = Source("m.yaml", text)
    reader = EventReader(source, text, 0, len(text))
    reader.read()
    assert len(reader.documents) <= 1
    document = reader.documents[0] if reader.documents else None
    return document, comments_between(source, 0, len(text), reader.scalars)


def agree(text: str, outline: Outline) -> bool:
    """Asserts that both agree; False when the quick reader gave up."""
    if _is_unusual(text) or text.startswith(("---", "%")) or "\n---" in text or "\n%" in text:
        return False
    found, again = quick(text, Known()), quick(text, BEFORE)
    assert (found is None) == (again is None)
    if found is None or again is None:
        return False
    document, comments = found
    assert again[1] == comments
    for name in ("span", "remarks", "nulls", "dropped"):
        assert getattr(again[0], name, None) == getattr(document, name, None)
    assert document is None or outline(again[0].value) == outline(document.value)
    other, other_comments = events(text)
    if document is None or document.value is None:
        assert other is None
    else:
        assert other is not None
        assert outline(document.value) == outline(other.value)
        assert (document.span, document.remarks) == (other.span, other.remarks)
        assert document.nulls >= other.nulls
    assert comments == other_comments
    return True


def stretches(text: str) -> list[str]:
    return [part + "\n" for part in text.removesuffix("\n").split("\n---\n")]


def test_corpus(corpus: dict[str, str], outline: Outline) -> None:
    given_up = []
    for path, text in corpus.items():
        if path.endswith(".yaml"):
            given_up += [path for part in stretches(text) if not agree(part, outline)]
    folders = {path.partition("/")[0] for path in given_up}
    assert folders <= {"broken", "config", "other", "style", "templates", "workloads"}
    assert len(given_up) < 30


FRAGMENTS = st.sampled_from(
    [
        " ", "  ", "- ", "-", ": ", ":", "#", " # skip", '"', "'", "[", "]", "{", "}", ",", "|", ">", "|-", ">-", "|+",
        "&a ", "*a", "!t ", "~", "null", "yes", "0777", "1e3", "a", "b: c", "a: b", "\n", "\n  ", "\n\n", "\\", "\\n",
        '"a"', "'a'", '"a": b', "[a, b]", "{a: b}", "{}", "[]", "? ", "%", "...", "é", ".5", "1:30", "- a", "- a: b",
        "<<", "x y", "@", "`", "\n    ", '"a":1', '{"a":1,"b":[1]}', " \n", "- - a", ".inf", "b c: d", "\t",
    ]
)  # fmt: skip
LINES = st.sampled_from(
    [
        "a: b", "k:", "k: 1", "- x", "- a: b", "-", "b: |", "b: >-", "c: >", "text", "  text more", "# ignore", "",
        'a: "q"', "'k': v", "c: [a, b]", "c: {d: e}", "d: x # skip", "- |", "- a:", "k: - x", "kk: [a,", "b]", '"x"',
        "tail # ignore", "- - b", "k: one", "k2: &a x", "k3: *a", "e: '", "f: ~", "g: {h: [i, {j: k}]}", "l: |2",
        "m: a # b", "n: a#b", "o: http://p:80/", "? q", ": r", "a b: c", "s: 'it''s'", 't: "\\"\\n"', "u: .inf",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(FRAGMENTS, max_size=12).map("".join),
    st.lists(st.tuples(st.integers(0, 6), LINES), max_size=9).map(lambda ls: "\n".join(" " * n + s for n, s in ls)),
    st.lists(st.tuples(st.sampled_from([0, 2, 4]), LINES), max_size=9).map(
        lambda ls: "\n".join(" " * n + s for n, s in ls)
    ),
)


@given(TEXTS)
@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(outline: Outline, text: str) -> None:
    agree(text + "\n", outline)


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_manifests(corpus: dict[str, str], outline: Outline, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([path for path in corpus if path.endswith(".yaml")]))
    text = data.draw(st.sampled_from(stretches(corpus[path])))
    at = data.draw(st.integers(0, len(text) - 1))
    text = text[:at] + data.draw(FRAGMENTS) + text[at + data.draw(st.integers(0, 3)) :]
    agree(text.rstrip("\n") + "\n", outline)


WELL_FORMED = st.recursive(
    st.sampled_from(["x", "two words", "it's", 'a "b"', "1", "yes", "", "a: b", "# c", "- d", "x\ny", "  z", "é", "~"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list("abcdef")), inner, max_size=3),
    max_leaves=10,
)


@given(WELL_FORMED, st.booleans() | st.none(), st.integers(20, 100))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_pyyaml_writes(outline: Outline, tree: Any, flow: bool | None, width: int) -> None:
    """Both readers, and PyYAML's own, read back a tree of texts."""
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, width=width)
    agree(text, outline)
    document, _ = events(text)
    assert plain(document.value if document else None) == tree == yaml.load(text, yaml.CSafeLoader)


def plain(value: Any) -> Any:
    if isinstance(value, Object):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, Array) else value


PORTABLE = ("workloads", "config", "network", "access", "storage", "custom", "lists")


@pytest.mark.parametrize("folder", PORTABLE)
def test_pyyaml_reads_the_same(folder: str, corpus: dict[str, str], read: Callable[..., Any]) -> None:
    """Where the rules of PyYAML and of Kubernetes agree: all texts but `1e3`, `09.5` and words such as `y`."""
    for path, text in corpus.items():
        if path.startswith(folder + "/") and path != "custom/database.yaml":
            wanted = [each for each in yaml.load_all(text, yaml.CSafeLoader) if each is not None]
            found = read(text, path)
            assert [plain(document.value) for document in found.documents] == wanted, path
            assert found.problems == []


def test_parser_in_python(corpus: dict[str, str], outline: Outline, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml the trees are the same, places included. Tabs and empty blocks are where PyYAML differs."""
    compared = 0
    for path, text in corpus.items():
        if path.startswith(("broken/", "templates/", "style/tabs", "style/comments")) or path.endswith(".json"):
            continue
        source = Source(path, text.removeprefix("\ufeff"))
        with_c, in_python = EventReader(source, source.text, 0, len(source.text)), None
        with_c.read()
        with monkeypatch.context() as patch:
            patch.setattr("scanner.inputs.kubernetes.events._parser", lambda: _PythonParser)
            in_python = EventReader(source, source.text, 0, len(source.text))
            in_python.read()
        assert [outline(each.value) for each in in_python.documents] == [
            outline(each.value) for each in with_c.documents
        ]
        compared += len(with_c.documents)
    assert compared > 80


@pytest.mark.parametrize("escape", ["\\UFFFFFFFF", "\\U00110000", "\\q", "\\x4"])
def test_parser_in_python_and_bad_escapes(escape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.inputs.kubernetes.events._parser", lambda: _PythonParser)
    text = f'a: "{escape}"\n'
    with pytest.raises(BrokenDocument):
        EventReader(Source("m.yaml", text), text, 0, len(text)).read()
