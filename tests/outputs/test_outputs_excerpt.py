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


def masked(text: str, place: str, *secrets: str, by_rule: bool = False) -> list[str]:
    """The excerpt of a snippet with secrets hidden by the source, or by the rule."""
    source = Source("main.tf", text)
    spans = [(text.index(secret), text.index(secret) + len(secret)) for secret in secrets]
    for start, end in () if by_rule else spans:
        source.hide(start, end)
    hidden = [source.place(*span) for span in spans] if by_rule else []
    start = text.index(place)
    return excerpt(source, source.place(start, start + len(place)), PLAIN, "high", hidden)


def test_secrets_are_masked_and_marks_move_along() -> None:
    for by_rule in (False, True):
        entry = 'password = "hunter22"'
        assert masked(entry + " # x\n", entry, '"hunter22"', by_rule=by_rule)[1:3] == [
            "  1 | password = (sensitive) # x",
            "    | ^^^^^^^^^^^^^^^^^^^^^^",
        ]
        text = "{a: hunter22, b: wrong, c: y}\n"
        assert masked(text, "b: wrong", "hunter22", "y", by_rule=by_rule)[1:3] == [
            "  1 | {a: (sensitive), b: wrong, c: (sensitive)}",
            "    |                  ^^^^^^^^",
        ]
        assert masked("a: hunter22\n", "ter", "hunter22", by_rule=by_rule)[1:3] == [
            "  1 | a: (sensitive)",
            "    |    ^^^^^^^^^^^",
        ]


def test_secrets_of_several_lines_are_masked_on_each() -> None:
    text = "a = <<E\n  one\n  two\nE\nb = 1\n"
    for by_rule in (False, True):
        shown = "\n".join(masked(text, text[:-1], "<<E\n  one\n  two\nE", by_rule=by_rule))
        assert "one" not in shown and "two" not in shown
        assert "a = (sensitive)" in shown and "b = 1" in shown


@given(FRAGMENTS, FRAGMENTS, FRAGMENTS, st.integers(0, 40), st.integers(0, 40), st.booleans())
def test_no_excerpt_shows_a_secret(before: str, between: str, after: str, a: int, b: int, by_rule: bool) -> None:
    text = f"{before}K3Y{between}K3Y{after}\n"
    source = Source("main.tf", text)
    first, last = len(before), len(before) + 3 + len(between)
    spans = [(first, first + 3), (last, last + 3)]
    hidden = [source.place(*span) for span in spans] if by_rule else []
    for start, end in () if by_rule else spans:
        source.hide(start, end)
    place = Place("main.tf", 1, min(a, b) + 1, 1, max(a, b) + 1)
    shown = excerpt(source, place, PLAIN, "high", hidden)
    assert not any("K3Y" in line or columns(line) > 61 for line in shown)
