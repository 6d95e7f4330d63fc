"""Regular expressions: RE2 (in Google's engine) as the judge, above all of the patterns that go to Python's `re`."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from cel_google import google

from scanner.policy.cel import CelEvaluationError
from scanner.policy.cel.library.patterns import Pattern, compiled

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
        return ("value", ("bool", compiled(pattern).search(text)))
    except CelEvaluationError:
        return ("error",)


def quoted(text: str) -> str:
    return "'" + "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in text) + "'"


OTHERWISE = {
    r"\C": "matches half a character; cel-go refuses it",
}


@pytest.mark.parametrize("pattern", sorted(set(PATTERNS) - set(OTHERWISE)))
def test_like_re2(pattern: str) -> None:
    for text in TEXTS:
        assert ours(pattern, text) == google(f"{quoted(text)}.matches({quoted(pattern)})"), text


def test_refused_like_cel_go() -> None:
    for pattern in OTHERWISE:
        assert ours(pattern, "ab") == ("error",)
    assert ours(r"\p{Greek}", "α") == ("value", ("bool", True))
    assert ours(r"a\\Cb", r"a\Cb") == ("value", ("bool", True))


ATOMS = [
    "a",
    "b",
    "x",
    "-",
    " ",
    ".",
    "[ab]",
    "[^a]",
    "[a-c]",
    "[^a-c1-]",
    "[a_.-]",
    "\\.",
    "\\$",
    "\\^",
    "\\[",
    "1",
    "$",
    "^",
    "[",
]
QUANTIFIERS = ["", "", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{2,1}", "{,2}", "{1", "*?"]


def plain_pattern(random: Random) -> str:
    inner = "".join(random.choice(ATOMS) + random.choice(QUANTIFIERS) for _ in range(random.randrange(1, 4)))
    return random.choice(["", "^"]) + inner + random.choice(["", "$"])


@pytest.mark.parametrize("seed", range(6))
def test_plain_patterns_mean_the_same_to_both_engines(seed: int) -> None:
    random = Random(seed)
    plain = 0
    for _ in range(150):
        pattern = plain_pattern(random)
        if ours(pattern, "") != ("error",):
            plain += Pattern(pattern)._plain is not None
        for _ in range(5):
            text = "".join(random.choices("abcx1.-$^[_ \n", k=random.randrange(8)))
            assert ours(pattern, text) == google(f"{quoted(text)}.matches({quoted(pattern)})"), (pattern, text)
    assert plain > 20


def test_which_patterns_are_plain() -> None:
    plain = ["", "abc", "^[a-z][a-z0-9-]*$", "^arn:aws:.*$", "[.]com$", "^a+b*$", "a*b", "\\.", "^10\\.", "^x{2}y?z*$"]
    others = [
        *("a|b", "(a)", "a*b*", "^a*b*c*", "(?i)a", "\\d+", "[[:alpha:]]", "[\\d]", "é"),
        *("a*?", "a{3,2}", "[z-a]", "^a?b?c?"),
    ]
    assert [pattern for pattern in plain if Pattern(pattern)._plain is None] == []
    assert [
        pattern for pattern in others if ours(pattern, "") != ("error",) and Pattern(pattern)._plain is not None
    ] == []


CATASTROPHES = [
    *(
        "(a+)+$",
        "(a|a)*$",
        "(a|aa)+$",
        "(.*)*x",
        "(a*)*b",
        "(a?){50}a{50}",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        ".*.*.*.*=x",
    ),
    *("a*b", "^a*a*b", ".*=x", "a+$", "^a+$"),
]


@pytest.mark.parametrize("pattern", CATASTROPHES)
@pytest.mark.parametrize("length", [250, 100_000])
def test_no_catastrophe(pattern: str, length: int) -> None:
    start = time.process_time()
    assert ours(pattern, "a" * length + "!")[0] == "value"
    assert ours(pattern, "a" * (length - 1) + "!")[0] == "value"
    assert time.process_time() - start < 5


def test_a_large_pattern_is_refused() -> None:
    assert ours("(((a{10}){10}){10}){10}", "a") == ("error",)
    assert ours("a" * 6000, "a") == ("error",)
    assert ours("\\pL{1000}" * 5, "a") == ("error",)


def test_text_that_is_not_unicode() -> None:
    assert ours("(a)", "\ud800") == ("error",)
    assert ours("(\ud800)", "a") == ("error",)
