"""Documents, their places, their comments, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes import load
from scanner.inputs.kubernetes.documents import read_documents
from scanner.inputs.kubernetes.nodes import Documents
from scanner.model.places import Source
from scanner.model.values import Array, Object, place_at

Read = Callable[..., Documents]

PLACES = """\
block:
  nested: text  # comment
  empty:
  next: 'quoted'
list:
- one
-   two: 2
    three: "3"
-
flow: {a: [1, {b: c}], "d": e}
anchored: &anchor !!str value
alias: *anchor
literal: |  # comment

  first

  last

folded: >-
  text
plain over lines: one
  two

  three
quoted over lines: "one
  two"
own line:
  value
"""

WRITTEN = {
    ("block",): "block:\n  nested: text  # comment\n  empty:\n  next: 'quoted'",
    ("block", "nested"): "nested: text",
    ("block", "empty"): "empty:",
    ("block", "next"): "next: 'quoted'",
    ("list",): 'list:\n- one\n-   two: 2\n    three: "3"\n-',
    ("list", 0): "one",
    ("list", 1): 'two: 2\n    three: "3"',
    ("list", 1, "three"): 'three: "3"',
    ("list", 2): "-",
    ("flow",): 'flow: {a: [1, {b: c}], "d": e}',
    ("flow", "a"): "a: [1, {b: c}]",
    ("flow", "a", 1): "{b: c}",
    ("flow", "a", 1, "b"): "b: c",
    ("flow", "d"): '"d": e',
    ("anchored",): "anchored: &anchor !!str value",
    ("alias",): "alias: *anchor",
    ("literal",): "literal: |  # comment\n\n  first\n\n  last",
    ("folded",): "folded: >-\n  text",
    ("plain over lines",): "plain over lines: one\n  two\n\n  three",
    ("quoted over lines",): 'quoted over lines: "one\n  two"',
    ("own line",): "own line:\n  value",
}


def written(text: str, root: Any, path: tuple[str | int, ...]) -> str:
    node, span = root, (0, 0)
    for step in path:
        span = node.spans[step]
        node = node[step]
    return text[slice(*span)]


@pytest.mark.parametrize("path", WRITTEN)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_places(path: tuple[str | int, ...], line_end: str, value: Callable[[str], Any]) -> None:
    text = PLACES.replace("'quoted'", "'quoted'   ").replace("\n", line_end)
    assert written(text, value(text), path) == WRITTEN[path].replace("\n", line_end)


def test_places_of_the_quick_reader(value: Callable[[str], Any]) -> None:
    """The same without what only the event reader knows."""
    lines = (
        "anchored",
        "alias",
        "plain over lines",
        "quoted over lines",
        "  two",
        "\n",
        "  three",
        "own line",
        "  value",
    )
    text = "".join(line for line in PLACES.splitlines(keepends=True) if not line.startswith(lines))
    root = value(text)
    for path in WRITTEN:
        if path[0] in root and path[0] not in ("literal",):
            assert written(text, root, path) == WRITTEN[path]


def test_lines_and_columns_behind_other_documents(read: Read) -> None:
    found = read("\ufeffé: ü\n---\n# x\na:\n  - 😀: b\n").documents
    place = place_at(found[1].value, ("a", 0, "😀"))
    assert place is not None
    assert (place.line, place.column, place.end_line, place.end_column) == (5, 5, 5, 9)
    assert found[0].span == (1, 5)


def test_merged_entries_point_to_where_they_are_written(value: Callable[[str], Any]) -> None:
    text = "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n"
    root = value(text)
    assert root["b"] == {"x": 1, "true": 3}
    assert written(text, root, ("b", "x")) == "x: 1"
    assert written(text, root, ("b", "true")) == "y: 3"


def test_merge_takes_what_kubectl_takes(value: Callable[[str], Any]) -> None:
    root = value("a: &a {x: 1, z: 2}\nb: &b {x: 3, w: 4}\nc:\n  <<: [*a, *b]\nd:\n  x: 5\n  <<: *a\n  z: 7\n")
    assert root["c"] == {"x": 1, "z": 2, "w": 4}
    assert root["d"] == {"x": 1, "z": 7}
    assert value('a: {"<<": b}\n') == {"a": {"<<": "b"}}


COMMENTS = """\
# ignore: one
a: b # skip two
c: "# ignore" # fine
d: '# ignore'
e: |  # ignore three
  # ignore
f: x
  # skip four
g: http://x/#ignore
h: [a, # ignore five
  b#ignore]
"""


@pytest.mark.parametrize("start", ["", "--- # skip zero\n", "x: &a b\n---\n"])
def test_comments(start: str, read: Read) -> None:
    """Comments are told from `#` in scalars by both readers."""
    found = read(start + COMMENTS)
    words = ["ignore: one", "skip two", "ignore three", "skip four", "ignore five"]
    assert [each.text for each in found.comments] == (["skip zero"] if "zero" in start else []) + words
    assert [each.text for each in found.comments if each.alone] == ["ignore: one", "skip four"]
    first = found.comments[-5].place
    assert (first.line, first.column, first.end_column) == (1 + start.count("\n"), 1, 14)


def test_comments_of_the_quick_reader(read: Read) -> None:
    text = "# ignore\na: b  # skip\nk: # ignore x\n  - c # skip y\n  # ignore last\n"
    text += "d: [a] # skip z\nl: | # ignore w\n  # ignore\n"
    found = read(text)
    assert [each.text for each in found.comments] == [
        "ignore", "skip", "ignore x", "skip y", "ignore last", "skip z", "ignore w",
    ]  # fmt: skip
    assert [each.alone for each in found.comments] == [True, False, False, False, True, False, False]


def test_broken_document_between_others(read: Read, corpus: dict[str, str]) -> None:
    found = read(corpus["broken/middle.yaml"])
    assert [each.value["metadata"]["name"] for each in found.documents] == ["before", "after"]
    (problem,) = found.problems
    assert (problem.severity, problem.kind) == ("error", "unparsable")
    assert problem.place is not None and problem.place.line == 10


BROKEN = {
    "tab.yaml": (4, "cannot start any token"),
    "unclosed.yaml": (4, "flow mapping"),
    "nul.yaml": (4, "U+0000"),
    "unknown-alias.yaml": (4, "`*nowhere` has no anchor"),
    "recursive-alias.yaml": (5, "contains itself"),
    "bomb.yaml": (8, "aliases repeat"),
    "trailing-comma.json": (1, "unexpected '}'"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_documents(name: str, read: Read, corpus: dict[str, str]) -> None:
    found = read(corpus[f"broken/{name}"], name)
    assert found.documents == []
    (problem,) = found.problems
    line, words = BROKEN[name]
    assert (problem.severity, problem.kind, problem.file) == ("error", "unparsable", name)
    assert problem.place is not None and problem.place.line == line
    assert words in problem.what


REMARKS = {
    "broken/duplicate-keys.yaml": [(5, "`name`"), (11, "`image`"), (12, "`hostNetwork`")],
    "broken/duplicate.json": [(1, "`name`")],
    "broken/bad-tags.yaml": [(5, "no int"), (6, "base64"), (7, ".inf"), (8, "collection"), (9, "null")],
}


@pytest.mark.parametrize("name", REMARKS)
def test_what_kubectl_refuses_is_remarked(name: str, read: Read, corpus: dict[str, str]) -> None:
    found = read(corpus[name], name)
    assert found.problems == []
    remarks = found.documents[0].remarks
    assert {(each.severity, each.kind) for each in remarks} == {("warning", "invalid")}
    assert [each.place.line for each in remarks if each.place] == [line for line, _ in REMARKS[name]]
    assert all(word in each.what for each, (_, word) in zip(remarks, REMARKS[name], strict=True))


def test_the_last_of_duplicate_keys_counts(read: Read) -> None:
    for text in ("a: 1\na: 2\n", "a: 1\na: !!int 2\n", "{a: 1, a: 2}\n", "yes: 1\ntrue: 2\n"):
        (document,) = read(text).documents
        assert list(document.value.values()) == [2]
        assert len(document.remarks) == 1


def test_merging_is_no_duplicate(read: Read) -> None:
    (document,) = read("a: &a {x: 1}\nb: {<<: *a, x: 2}\nc: {x: 3, <<: *a}\n").documents
    assert document.remarks == []


@pytest.mark.parametrize("name", ["deployment", "quoted", "mixed"])
def test_templates(name: str, read: Read, corpus: dict[str, str]) -> None:
    found = read(corpus[f"templates/{name}.yaml"])
    (problem,) = found.problems
    assert (problem.severity, problem.kind) == ("warning", "unrendered")
    assert problem.help
    assert [each.value["metadata"]["name"] for each in found.documents] == (["fixed"] if name == "mixed" else [])


@pytest.mark.parametrize(
    "text",
    [
        "a: {{ .Values.x }}\n", "{{- range .x }}\na: b\n{{- end }}\n", "{% if x %}\na: b\n", "a:\n  - {{ x }}\n",
        "a: b\n{{ toYaml . | indent 2 }}\nc: [\n", "a: '{{ .Release.Name }}'\n", "{{ .x }}: b\n",
        'a: "{{ x }}": [\n{{ y }}',
    ],
)  # fmt: skip
def test_template_actions(text: str, read: Read) -> None:
    found = read(text)
    assert [(each.severity, each.kind) for each in found.problems] == [("warning", "unrendered")]
    assert found.documents == []


@pytest.mark.parametrize(
    "text",
    [
        "a: '{{ $labels.instance }} is down'\n", "a: |\n  {{ .GroupLabels.Values }}\n", "# {{ .Values.x }}\na: b\n",
        "a: '{{ .name }}-base'\n", "a: ${{ secrets.X }}\n",
    ],
)  # fmt: skip
def test_what_is_no_template_of_ours(text: str, read: Read) -> None:
    found = read(text)
    assert found.problems == []
    assert len(found.documents) == 1


def test_unparsable_with_a_harmless_action(read: Read) -> None:
    (problem,) = read('a: "{{ $value }}"\nb: [\n').problems
    assert (problem.severity, problem.kind) == ("error", "unparsable")


def test_separators(read: Read, corpus: dict[str, str]) -> None:
    found = read(corpus["style/separators.yaml"])
    assert [each.value["metadata"]["name"] for each in found.documents] == ["first", "second", "third"]
    assert [each.text for each in found.comments] == ["with a comment, skip it"]


@pytest.mark.parametrize("text", ["", "\n", "---\n", "# nothing\n", "---\n---\n...\n", "null\n", "\ufeff", "\ufeff# x"])
def test_nothing(text: str, read: Read) -> None:
    assert read(text) == Documents()


HOSTILE = {
    "flow": "a: " + "[" * 50_000,
    "flow lines": "a: " + "{a:\n" * 50_000,
    "blocks": "".join(" " * level + "a:\n" for level in range(1000)),
    "dashes": "- " * 50_000 + "a\n",
    "depth by aliases": "".join(f"a{n}: &a{n} [*a{n - 1}]\n" if n else "a0: &a0 []\n" for n in range(5000)),
    "spaces": "a:" + " " * 500_000 + "\t\n",
    "scalar": "a: " + "x" * 2_000_000 + "\n",
    "unclosed": 'a: "' + "x \n" * 200_000,
    "quotes": "a: " + "'" * 500_000 + "\n",
    "backslashes": 'a: "' + "\\" * 500_000 + "\n",
    "hashes": "a: b " + "# ignore" * 100_000 + "\n",
    "comments": "# ignore\n" * 20_000,
    "colons": "a: " + ":" * 500_000 + "\n",
    "braces": "{{ .Va" * 100_000,
    "indented nothing": "\t: [\n" + (" " * 1000 + "\n") * 500,
    "separators": "---\n" * 50_000,
    "duplicates": "a: b\n" * 50_000,
    "surrogate": "a: \ud800\n",
    "nul": "a: \0\n",
    "escape": 'a: "\\UFFFFFFFF"\n',
    "marks": "\ufeff" * 10 + "a: b\n",
    "controls": "a: \x07\x1b\x7f\x80\ufffe\uffff\n",
    "growing": "a: >\n" + "".join(" " * (n % 300 + 2) + "x\n" for n in range(5000)),
    "old Mac": "a: b\r- c\rd" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_a_problem_at_most(name: str, read: Read) -> None:
    for path in ("m.yaml", "m.json"):
        found = read(HOSTILE[name], path)
        assert all(each.kind in ("unparsable", "unrendered", "invalid") for each in found.problems)
        assert len(found.problems) < 10


ANY = st.text(max_size=60) | st.text("ab:-[]{}'\"|>&*!#%?, \n\t\r0.~<", max_size=60)


@given(ANY, st.sampled_from(["m.yaml", "m.json"]))
@settings(max_examples=600, deadline=None)
def test_no_text_raises_and_spans_hold(text: str, path: str) -> None:
    load([Source(path, "apiVersion: v1\nkind: Pod\n" + text)])
    for document in read_documents(Source(path, text)).documents:
        check_spans(text, document.value, document.span)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_spans_in_manifests(corpus: dict[str, str], data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(corpus)))
    for document in read_documents(Source(path, corpus[path])).documents:
        check_spans(corpus[path], document.value, document.span)


def check_spans(text: str, node: Any, within: tuple[int, int]) -> None:
    """Spans nest, begin and end with something visible, and hold the text of simple values and keys."""
    assert 0 <= within[0] <= within[1] <= len(text)
    if not isinstance(node, (Object, Array)) or "*" in text or "<<" in text:
        return
    assert node.span is not None and node.spans is not None
    assert within[0] <= node.span[0] <= node.span[1] <= within[1]
    for key, each in entries(node):
        start, end = node.spans[key]  # type: ignore[index]
        assert node.span[0] <= start < end <= node.span[1]
        part = text[start:end]
        assert part == part.strip(" \n")
        if isinstance(key, str) and key.isalpha() and key not in ("true", "false"):
            assert key in part
        if isinstance(each, str) and each.isalpha() and "\n" not in part and "\\" not in part and "!" not in part:
            assert each in part
        check_spans(text, each, (start, end))


def entries(node: Object | Array) -> Iterator[tuple[Any, Any]]:
    return iter(node.items()) if isinstance(node, Object) else iter(enumerate(node))
