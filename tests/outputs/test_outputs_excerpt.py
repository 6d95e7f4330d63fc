"""Excerpts: the right columns underlined, whatever the line is made of."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from outputs_hostile import PIECES

from scanner.model.places import Place, Source
from scanner.outputs.excerpt import excerpt
from scanner.outputs.layout import columns
from scanner.outputs.style import Style

PLAIN = Style(width=60)


def lines_of(text: str, start: int, end: int, style: Style = PLAIN) -> list[str]:
    source = Source("main.tf", text)
    return excerpt(source, source.place(start, end), style, "high")


def test_exact_range() -> None:
    text = 'a = 1\n  acl = "public-read"\n'
    start = text.index('"public')
    assert lines_of(text, start, start + 13) == [
        "    |",
        '  2 |   acl = "public-read"',
        "    |         ^^^^^^^^^^^^^",
        "    |",
    ]


def test_tabs_are_expanded_and_marks_follow() -> None:
    text = "\t\tacl\t= 1\n"
    start = text.index("1")
    assert lines_of(text, start, start + 1)[1:3] == [
        "  1 |         acl = 1",
        "    |               ^",
    ]


def test_wide_characters_take_two_columns() -> None:
    text = '名前 = "値" # x\n'
    start = text.index('"')
    assert lines_of(text, start, start + 3)[1:3] == [
        '  1 | 名前 = "値" # x',
        "    |        ^^^^",
    ]


def test_escapes_are_counted_as_they_are_shown() -> None:
    text = "\x1b[31m = 1\n"
    assert lines_of(text, 8, 9)[1:3] == ["  1 | \\x1b[31m = 1", "    |            ^"]


def test_an_empty_range_is_a_mark_of_its_own() -> None:
    assert lines_of("abc\n", 3, 3)[2] == "    |    ^"


def test_a_range_up_to_the_line_end_stays_on_its_line() -> None:
    assert lines_of("abc\ndef\n", 0, 4) == ["    |", "  1 | abc", "    | ^^^", "    |"]


def test_many_lines_are_shortened() -> None:
    text = "block {\n" + "  a = 1\n" * 20 + "}\n"
    assert lines_of(text, 0, len(text) - 1) == [
        "     |",
        "   1 | block {",
        "     | ^^^^^^^",
        "   2 |   a = 1",
        "     |   ^^^^^",
        "   …",
        "  22 | }",
        "     | ^",
        "     |",
    ]


def test_a_long_line_is_cut_on_both_sides_of_the_range() -> None:
    text = "a" * 500 + "KEY" + "b" * 500
    shown, marks = lines_of(text, 500, 503)[1:3]
    assert shown.startswith("  1 | …aaa") and shown.endswith("bbb…")
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "KEY"
    assert columns(shown) <= 60


def test_a_line_of_a_million_marks_is_no_trouble() -> None:
    text = "a" + "\u0301" * 10**6
    assert columns(lines_of(text, 0, 1)[1]) <= 60


def test_a_line_that_is_not_there_gives_nothing() -> None:
    assert excerpt(Source("a", "x\n"), Place("a", 9, 1, 9, 2), PLAIN, "high") == []


FRAGMENTS = st.lists(
    st.sampled_from([piece.replace("\n", "") for piece in PIECES]) | st.text(st.characters(exclude_characters="\n")),
    max_size=4,
).map("".join)


@given(FRAGMENTS, FRAGMENTS, st.booleans())
def test_the_marks_stand_below_the_range(before: str, after: str, unicode: bool) -> None:
    style = Style(width=60, unicode=unicode)
    shown, marks = lines_of(f"{before}KEY{after}\n", len(before), len(before) + 3, style)[1:3]
    assert columns(shown) <= 61 and re.fullmatch(r" +\| *\^+", marks)
    start = columns(marks) - 3
    seen = ""
    for char in shown:
        if columns(seen) >= start and not (columns(char) == 0 and not seen.endswith("K")):
            break
        seen += char
    assert shown[len(seen) :].startswith("KEY"), (shown, marks)


@given(FRAGMENTS, st.integers(1, 9), st.integers(1, 90), st.integers(1, 9), st.integers(1, 90))
def test_any_place_gives_lines_that_fit(text: str, line: int, column: int, end_line: int, end_column: int) -> None:
    source = Source("a", text + "\n" + text)
    for row in excerpt(source, Place("a", line, column, end_line, end_column), PLAIN, "high"):
        assert columns(row) <= 61
        assert row.isprintable()
