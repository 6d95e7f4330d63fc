"""Against the expectations of github/codeql-action's own tests, and against the definition read literally."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.places import Source
from scanner.triage.line_hash import line_hashes

GREETINGS = [
    "e9496ae3ebfced30:1",
    "fb7c023a8b9ccb3f:1",
    "ce8ba1a563dcdaca:1",
    "e20e36e16fcb0cc8:1",
    "b3edc88f2938467e:1",
    "c8e28b0b4002a3a0:1",
    "c129715d7a2bc9a3:1",
]

# Facts from src/fingerprints.test.ts: what GitHub computes for these files.
VECTORS = [
    ("", ["c129715d7a2bc9a3:1"]),
    (
        " a\nb\n  \t\tc\n d",
        ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    ),
    (
        " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
        [
            "8b7cf3e952e7aeb2:1",
            "b1ae1287ec4718d9:1",
            "bff680108adb0fcc:1",
            "c6805c5e1288b612:1",
            "b86d3392aea1be30:1",
            "e6ceba753e1a442:1",
        ],
    ),
    (" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", GREETINGS),
    (" hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", GREETINGS),
    (" hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", GREETINGS),
    (" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", GREETINGS),
    (
        "Lorem ipsum dolor sit amet.\n" * 10,
        [
            *(f"a7f2ff13bc495cf2:{n}" for n in range(1, 7)),
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_known_files(text: str, expected: list[str]) -> None:
    line_hash = line_hashes(Source("file", text))
    assert [line_hash(number) for number in range(1, len(expected) + 1)] == expected
    assert len(expected) == len(re.split(r"\r\n|\r|\n", text))


def by_the_letter(text: str) -> list[str]:
    """A rolling hash over a ring of 100 code units, one unit at a time."""
    data = text.encode("utf-16-le", "surrogatepass")
    units = [data[i] | data[i + 1] << 8 for i in range(0, len(data), 2)]
    window, starts = [0] * 100, [-1] * 100
    value, index, line, begins, after_cr = 0, 0, 0, True, False
    counts: dict[str, int] = {}
    found: dict[int, str] = {}

    def step(unit: int, start: int) -> None:
        nonlocal value, index
        if starts[index] != -1:
            name = f"{value:x}"
            counts[name] = counts.get(name, 0) + 1
            found[starts[index]] = f"{name}:{counts[name]}"
        starts[index] = start
        value = (value * 37 + unit - 37**100 * window[index]) % 2**64
        window[index] = unit
        index = (index + 1) % 100

    for unit in [*units, 0xFFFF]:
        if unit in (0x20, 0x09) or (after_cr and unit == 0x0A):
            after_cr = False
            continue
        after_cr = unit == 0x0D
        unit = 0x0A if after_cr else unit
        line += begins
        step(unit, line if begins else -1)
        begins = unit == 0x0A
    for _ in range(100):
        step(0, -1)
    return [found[number] for number in range(1, line + 1)]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab {}\t\n\r\u00e9\uffff\U0001f600"), max_size=400))
def test_agrees_with_the_definition(text: str) -> None:
    line_hash = line_hashes(Source("file", text))
    expected = by_the_letter(text)
    assert [line_hash(number) for number in range(1, len(expected) + 1)] == expected


@given(st.lists(st.sampled_from(["a = 1", "  b {", "}", ""]), max_size=30), st.integers(0, 5))
def test_moving_lines_down_keeps_their_hash(lines: list[str], above: int) -> None:
    text = "x = 42\n" + "\n".join(lines)
    moved = "unlike = true\n" * above + text
    assert line_hashes(Source("f", text))(1) == line_hashes(Source("f", moved))(1 + above)


def test_a_line_beyond_the_end_has_the_last_hash() -> None:
    line_hash = line_hashes(Source("file", "a\nb"))
    assert line_hash(99) == line_hash(2)
    assert line_hash(0) == line_hash(1)
