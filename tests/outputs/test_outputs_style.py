"""What of a hostile text reaches a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from outputs_hostile import TEXTS

from scanner.outputs.layout import columns, wrap
from scanner.outputs.style import Style, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, 宽 é", "plain text, 宽 é"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b", "\\x9b"),
        ("\u202eabc", "\\u202eabc"),
        ("\U000e0041", "\\U000e0041"),
        ("\ud800", "\\ud800"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\u00a0", "\\xa0"),
        ("\ufeff\u200b", "\\ufeff\\u200b"),
        ("##[error]x", "\\x23#[error]x"),
        ("say ##vso[task]x", "say \\x23#vso[task]x"),
        ("### heading", "### heading"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_without_unicode_everything_is_ascii() -> None:
    assert printable("é宽", unicode=False) == "\\xe9\\u5bbd"


@given(TEXTS)
def test_nothing_that_acts_or_hides_is_left(text: str) -> None:
    shown = printable(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]
    assert "##[" not in shown and "##vso[" not in shown
    assert printable(text, unicode=False).isascii()
    shown.encode()


def test_colour_only_where_it_is_asked_for() -> None:
    assert Style(color=False).paint("high", "high") == "high"
    assert Style(color=True).paint("high", "high") == "\x1b[1;31mhigh\x1b[0m"
    assert Style(color=True).paint("", "high") == ""


def test_very_long_text_is_cut() -> None:
    assert len(Style().safe("x" * 10**6)) == 2001


def test_columns_of_wide_and_combining_characters() -> None:
    assert columns("abc") == 3
    assert columns("宽字") == 4
    assert columns("e\u0301") == 1
    assert columns("é") == 1


@given(TEXTS)
def test_wrapping_loses_nothing(text: str) -> None:
    lines = wrap(printable(text), 20)
    assert " ".join(lines) == printable(text)
    assert all(columns(line) <= 20 or " " not in line for line in lines)
