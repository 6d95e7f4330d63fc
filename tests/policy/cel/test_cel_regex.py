"""Regular expressions: RE2 itself (in Google's engine) as the judge, and both of our engines against each other."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from cel_google import google

from scanner.policy.cel import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.re2 import compiled
from scanner.policy.cel.re2.automaton import Automaton
from scanner.policy.cel.re2.parser import PatternError, parse

PATTERNS = (Path(__file__).parent / "cel_patterns.txt").read_text().split("\n")[:-1]

TEXTS = [
    "",
    "a",
    "b",
    "abc",
    "ABC",
    "aab",
    "aaaa",
    "ab",
    "ba",
    "a\nb",
    "a.c",
    "a.b",
    "foo bar",
    "foo",
    "a-b-c",
    "A1_",
    "é",
    "É",
    "ß",
    "K",
    "\u212a",
    "S",
    "\u017f",
    "1",
    "12",
    "x",
    "]",
    "-",
    "\\",
    "[",
    "^",
    " ",
    "\t",
    "\x00",
    "\x07",
    "\U0001f600",
    "10.0.255.1",
    "256.1.1.1",
    "arn:aws:iam::123456789012:role/x",
    "my-Secret",
    "nginx:latest",
    "s3.amazonaws.com",
    "aaaaaaaaaaaaaaaaaaaaaaaab",
    "{",
    "a{,3}",
    "S\n",
    "\v",
]


def ours(pattern: str, text: str) -> tuple[object, ...]:
    try:
        return ("value", ("bool", compiled(pattern).search(text, Meter())))
    except CelEvaluationError:
        return ("error",)


def quoted(text: str) -> str:
    return "'" + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text) + "'"


OTHERWISE = {
    r"\C": "matches half a character; cel-go refuses it",
    "(?P<n>a)(?P<n>b)": "names do not matter where nothing is captured, but cel-go refuses the duplicate",
}


@pytest.mark.parametrize("pattern", sorted(set(PATTERNS) - set(OTHERWISE)))
def test_like_re2(pattern: str) -> None:
    for text in TEXTS:
        assert ours(pattern, text) == google(f"{quoted(text)}.matches({quoted(pattern)})"), text


def test_refused_like_cel_go() -> None:
    for pattern in OTHERWISE:
        assert ours(pattern, "ab") == ("error",)
    assert ours(r"\p{Greek}", "α") == ("error",)


def random_pattern(random: Random, depth: int) -> str:
    if depth == 0:
        return random.choice(["a", "b", "c", ".", "[ab]", "[^a]", "\\w", "\\b", "^", "$", "x", "\\d", "(?i:B)", ""])
    inner = [random_pattern(random, depth - 1) for _ in range(3)]
    form = random.choice(
        ["{0}{1}", "{0}{1}{2}", "{0}|{1}", "(?:{0})*", "(?:{0})+", "(?:{0})?", "(?:{0}){{1,3}}", "({0})"]
    )
    return form.format(*inner)


@pytest.mark.parametrize("seed", range(6))
def test_random_patterns(seed: int) -> None:
    random = Random(seed)
    for _ in range(60):
        pattern = random_pattern(random, 3)
        for _ in range(4):
            text = "".join(random.choices("abcx1 \n", k=random.randrange(12)))
            judged = google(f"{quoted(text)}.matches({quoted(pattern)})")
            assert ours(pattern, text) == judged, (pattern, text)
            try:
                alone = Automaton(parse(pattern)).search(text, Meter())
            except PatternError:
                continue
            assert ("value", ("bool", alone)) == judged, (pattern, text)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*)*x", "(a*)*b", "(a?){50}a{50}", "^(([a-z])+.)+[A-Z]([a-z])+$", ".*.*.*.*=x"],
)
def test_no_catastrophe(pattern: str) -> None:
    start = time.process_time()
    assert ours(pattern, "a" * 3000 + "!") in (("value", ("bool", False)), ("value", ("bool", True)))
    assert time.process_time() - start < 2


def test_a_large_pattern_is_refused() -> None:
    assert ours("(((a{10}){10}){10}){10}", "a") == ("error",)
    assert ours("(" * 200 + ")" * 200, "a") == ("error",)
    assert ours("a" * 6000, "a") == ("error",)
    assert ours("((?:a|b|c|d|e|f|g|h){999}|x)" * 3, "a") == ("error",)
