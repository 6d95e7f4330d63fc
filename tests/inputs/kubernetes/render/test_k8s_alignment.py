"""Lines that were rendered, and the lines they come from."""

from __future__ import annotations

from time import perf_counter

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.render.alignment import align
from scanner.inputs.kubernetes.render.charts.sections import align_documents
from scanner.inputs.kubernetes.render.lines import fits
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Source

LINES = st.lists(st.text("ab: -#{}.", max_size=8), max_size=30)


@given(LINES, LINES)
def test_every_rendered_line_comes_from_some_line(rendered: list[str], written: list[str]) -> None:
    found = align(rendered, written)
    assert len(found) == len(rendered)
    assert all(0 <= number < max(len(written), 1) for number in found)


@given(st.lists(st.from_regex(r"[a-z]{1,6}: [a-z]{0,4}", fullmatch=True), min_size=1, unique_by=lambda x: x[:-1]))
def test_what_was_not_changed_stays_where_it_is(lines: list[str]) -> None:
    keys = [f"{number}{line}" for number, line in enumerate(lines)]
    assert align(keys, keys) == list(range(len(keys)))
    assert align(keys, ["{{- if x }}", *keys, "{{ end }}"]) == list(range(1, len(keys) + 1))


def test_what_a_loop_repeats_comes_from_its_body() -> None:
    written = ["list:", "{{- range .x }}", "- name: {{ . }}", "  image: i", "{{ end }}", "last: 1"]
    rendered = ["list:", "- name: a", "  image: i", "- name: b", "  image: i", "- name: c", "  image: i", "last: 1"]
    assert align(rendered, written) == [0, 2, 3, 2, 3, 2, 3, 5]


def test_a_line_that_an_action_gave_is_not_another_that_reads_the_same() -> None:
    written = ["- name: a", "  x:", "    {{- toYaml .x }}", "- name: b", "  x:", "    # why", "    p: true"]
    rendered = ["- name: a", "  x:", "    p: true", "- name: b", "  x:", "    # why", "    p: true"]
    assert align(rendered, written) == [0, 1, 1, 3, 4, 5, 6]


def test_a_line_without_an_action_is_the_one_that_reads_the_same() -> None:
    written = ["{{- if .x }}", "- name: a", "  p: 1  # why", "{{- end }}", "- name: b", "  p: 1"]
    assert align(["- name: b", "  p: 1"], written) == [4, 5]


@given(st.lists(LINES, max_size=6), LINES)
def test_every_line_of_every_document_comes_from_some_line(documents: list[list[str]], written: list[str]) -> None:
    found = align_documents(documents, written)
    assert [len(each) for each in found] == [len(each) for each in documents]
    assert all(0 <= number < max(len(written), 1) for each in found for number in each)


def test_documents_sorted_by_kind_come_from_their_own() -> None:
    written = ["kind: B", "x: 1", "---", "kind: A", "x: {{ 1 }}", "---", "kind: A", "x: 2", "---", "{{ include }}"]
    documents = [["kind: A", "x: 1"], ["kind: A", "x: 2"], ["kind: B", "x: 1"], ["kind: C", "x: 1"]]
    assert align_documents(documents, written) == [[3, 4], [6, 7], [0, 1], [9, 9]]


def test_documents_alike_come_from_those_alike_in_turn() -> None:
    written = ["kind: A", "x: {{ 1 }}", "---", "kind: A", "x: {{ 1 }}"]
    assert align_documents([["kind: A", "x: 1"]] * 3, written) == [[0, 1], [3, 4], [0, 1]]


def test_what_an_action_stands_for_may_be_anything_and_the_rest_of_a_line_may_not() -> None:
    assert fits("name: x-web", "name: {{ .Release.Name }}-web")
    assert fits("name: web", "name: {{- if .x }}web{{ else }}db{{ end }}")
    assert fits("name: web", "name: {{ printf")
    assert not fits("name: x-web", "name: {{ .Release.Name }}-db")
    assert not fits("name: a-", "name: a-{{ x }}-")
    assert not fits("name: web", "name: webs")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_places_lie_in_the_file(data: st.DataObject) -> None:
    text = "\n".join(data.draw(LINES)) + "\n"
    written = "\n".join(data.draw(LINES)) + "\n"
    source = Rendered(text, Source("a.yaml", written), ".", None, None)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = source.place(start, end)
    lines = written.split("\n")
    assert 1 <= place.line <= place.end_line <= len(lines)
    assert place.column >= 1
    assert (place.line, place.column) <= (place.end_line, place.end_column)
    assert place.end_column <= len(lines[place.end_line - 1]) + 1
    source.hide(start, end)


def test_lines_that_repeat_do_not_cost_their_number_cubed() -> None:
    """Steps are counted: this takes a minute where they are not."""
    rendered = ["a" if number % 3 else "b" for number in range(1900)]
    written = ["a" if number % 2 else "b" for number in range(1900)]
    begin = perf_counter()
    assert len(align(rendered, written)) == len(rendered)
    assert perf_counter() - begin < 15


def test_what_an_action_includes_does_not_come_from_a_condition_alone() -> None:
    template = ["{{- if .Values.a }}", "---", '{{ include "p" 1 }}', "---", '{{ include "p" 2 }}', "{{- end }}"]
    pod = ["apiVersion: v1", "kind: Pod", "metadata:", "  name: p"]
    assert [set(each) for each in align_documents([pod, pod], template)] == [{2}, {4}]
