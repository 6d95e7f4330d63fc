"""Data classes without their guard are what they were with it."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from scanner.model.frozen import unguarded


def make() -> Any:
    @dataclass(frozen=True, slots=True, order=True)
    class Made:
        one: int
        two: str = "b"
        three: list[int] = field(default_factory=list, compare=False)
        four: int | None = None

    return Made


GUARDED, UNGUARDED = make(), unguarded(make())
PICKLED = unguarded(make())
PICKLED.__qualname__ = "PICKLED"


@pytest.mark.parametrize(
    "ask",
    [
        lambda kind: [repr(each).partition(".")[2] for each in (kind(1), kind(1, "c"), kind(one=2, three=[4], four=5))],
        lambda kind: [getattr(kind(1, four=2), each.name) for each in fields(kind)],
        lambda kind: (kind(1) == kind(1), kind(1) == kind(2), kind(1) < kind(2), hash(kind(1)) == hash(kind(1))),
        lambda kind: replace(kind(1), two="x").two,
        lambda kind: kind(1).three is kind(1).three,
        lambda kind: (copy.copy(kind(3)) == kind(3), hasattr(kind(1), "__dict__")),
    ],
)
def test_the_same_without_the_guard(ask: Callable[[Any], Any]) -> None:
    assert ask(UNGUARDED) == ask(GUARDED)


def test_they_can_be_sent() -> None:
    assert pickle.loads(pickle.dumps(PICKLED(1, "c"))) == PICKLED(1, "c")


@pytest.mark.parametrize("arguments", [((), {}), ((1,), {"five": 5}), ((1, "b", [], None, 5), {})])
def test_wrong_arguments_are_refused(arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> None:
    with pytest.raises(TypeError):
        UNGUARDED(*arguments[0], **arguments[1])
