"""Spans in the least room are the spans that were put in."""

from __future__ import annotations

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.values import EntrySpans

OFFSETS = st.integers(0, 2**32 - 1)


@given(st.dictionaries(st.text(max_size=5), st.tuples(OFFSETS, OFFSETS), max_size=40), st.text(max_size=5))
def test_packed_spans(spans: dict[str, tuple[int, int]], other: str) -> None:
    numbers = [offset for span in spans.values() for offset in span]
    packed = EntrySpans(tuple(spans), pack(f"={len(numbers)}I", *numbers))
    assert dict(packed) == spans
    assert list(packed) == list(spans)
    assert list(packed.values()) == list(spans.values())
    assert bool(packed) == bool(spans)
    assert packed.get(other) == spans.get(other)


def test_an_entry_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        EntrySpans(("a",), pack("=2I", 1, 2))["b"]
