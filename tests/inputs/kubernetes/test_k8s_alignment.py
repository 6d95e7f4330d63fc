"""Lines that were rendered, and the lines they come from."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.kubernetes.render.alignment import align
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
