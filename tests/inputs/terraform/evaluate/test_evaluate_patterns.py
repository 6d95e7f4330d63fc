"""Regular expressions against a second engine, and text in clusters against a third."""

from __future__ import annotations

import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.evaluate.functions.graphemes import clusters, count
from scanner.inputs.terraform.evaluate.functions.regexes import compile
from scanner.inputs.terraform.evaluate.quoting import quote

_ATOMS = st.sampled_from(["a", "b", "c", ".", "[ab]", "[^a]", r"\d", r"\w", "(?:a|bc)", "(a)", "(b|c)"])
_REPEATED = st.builds(
    lambda atom, operator: atom + operator, _ATOMS, st.sampled_from(["", "*", "+", "?", "*?", "+?", "??", "{2}"])
)
_SEQUENCES = st.lists(_REPEATED, min_size=1, max_size=4).map("".join)
_PATTERNS = st.lists(_SEQUENCES, min_size=1, max_size=3).map("|".join)


@settings(max_examples=400, deadline=None)
@given(_PATTERNS, st.text("abc1 ", max_size=10))
def test_matches_are_those_of_python_where_the_syntax_is_the_same(pattern: str, text: str) -> None:
    found = compile(pattern).search(text)
    expected = re.compile(pattern, re.ASCII).search(text)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found == [expected.span(group) for group in range(expected.re.groups + 1)]


@settings(max_examples=200, deadline=None)
@given(
    st.text("abc1 ", max_size=12), st.sampled_from(["a", "b+", "[ac]", "a|b", "c1"]), st.sampled_from(["", "x", "-"])
)
def test_replacing_is_that_of_python(text: str, pattern: str, replacement: str) -> None:
    assert compile(pattern).replace_all(text, replacement) == re.sub(pattern, replacement, text)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ae\u0301\u200d👩🏽🚀🇩🇪🇫각ᄀ가\r\nनि\u0e33\u0600\u2764\ufe0f\ufffd"), max_size=8))
def test_clusters_are_the_whole_text_in_order(text: str) -> None:
    parts = clusters(text)
    assert "".join(parts) == text
    assert all(parts)
    assert count(text) == len(parts)


def test_known_clusters() -> None:
    assert clusters("e\u0301x") == ["e\u0301", "x"]
    assert clusters("👨‍👩‍👧‍👦!") == ["👨‍👩‍👧‍👦", "!"]
    assert clusters("🇩🇪🇫🇷") == ["🇩🇪", "🇫🇷"]
    assert clusters("a\r\nb\rc") == ["a", "\r\n", "b", "\r", "c"]
    assert clusters("각") == ["각"]


def test_quoting() -> None:
    assert quote('a"b\\\n\x01\x7fé\u2028😀') == '"a\\"b\\\\\\n\\x01\\x7fé\\u2028😀"'


def test_families_are_loaded_when_they_are_called() -> None:
    script = (
        "import sys\n"
        "import scanner.inputs.terraform.evaluate.types\n"
        "before = set(sys.modules)\n"
        "heavy = {'json', 'yaml', 'hashlib', 'ipaddress', 'datetime', 'decimal'}\n"
        "from scanner.inputs.terraform.evaluate.functions import call\n"
        "assert not [n for n in sys.modules if '.functions.' in n and not n.endswith('.signatures')]\n"
        "assert call('upper', ['a'], None) == 'A'\n"
        "assert not (set(sys.modules) - before) & heavy\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
