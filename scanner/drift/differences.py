"""Where an object as it is declared and as it is live say different things, what is filled in left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scanner.drift.alignment import named, pairs, same_texts
from scanner.drift.quantities import same_quantity
from scanner.inputs.cluster.apparmor import with_profiles
from scanner.inputs.cluster.completed import completed
from scanner.inputs.cluster.filled import MEANINGFUL_EMPTY, Pattern, is_chosen, is_filled, is_own, is_replaced
from scanner.model.values import Path, Unknown, Value

DEEPEST = 100
"""Levels that are looked into; below these nothing is known."""
_TOO_DEEP = Unknown("it is nested too deep to be compared")


@dataclass(frozen=True, slots=True)
class Step:
    """One step down, on both sides."""

    key: str
    """The key; `*` for an item of a list."""
    text: str
    """The path up to here as reports write it."""
    declared: str | int | None
    """Key or index in the declared object; None where there is nothing."""
    live: str | int | None
    """Key or index in the live one; None where there is nothing."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One leaf that differs, or cannot be compared."""

    steps: tuple[Step, ...]
    """The way to it."""
    unknown: Unknown | None = None
    """Why it cannot be compared."""

    @property
    def pattern(self) -> Pattern:
        """The way to it without the names of items."""
        return tuple(step.key for step in self.steps)

    @property
    def halfway(self) -> int | None:
        """How many steps both sides go together before one of them ends; None where both have the leaf."""
        for number, step in enumerate(self.steps):
            if step.declared is None or step.live is None:
                return number + 1
        return None

    def at(self, length: int) -> tuple[str, Path, Path]:
        """The text of the path's first steps, and the way there in each object as far as it goes."""
        steps = self.steps[:length]
        declared = tuple(step.declared if step.declared is not None else step.key for step in steps)
        live = tuple(step.live if step.live is not None else step.key for step in steps)
        return steps[-1].text if steps else "", declared, live


def differences(kind: str, declared: Value, live: Value) -> list[Difference]:
    """Every leaf that differs. Null is absent; an empty container too, unless it means something."""
    return list(_Comparison(kind).compare(with_profiles(declared) if kind == "Pod" else declared, live, ()))


class _Comparison:
    """The comparison of one object."""

    __slots__ = ("_kind",)

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def compare(self, one: Value, other: Value, steps: tuple[Step, ...]) -> Iterator[Difference]:
        """What differs below. `one` is declared, `other` live."""
        one, other = None if one == [] else one, None if other == [] else other
        if len(steps) > DEEPEST:
            yield Difference(steps, _TOO_DEEP)
        elif isinstance(one, Unknown) or isinstance(other, Unknown):
            yield Difference(steps, one if isinstance(one, Unknown) else other)
        elif one is None or other is None:
            yield from self._one_sided(one, other, steps)
        elif isinstance(one, dict) and isinstance(other, dict):
            if one or not steps or not is_filled(self._kind, _path(steps), other, True):
                yield from self._mappings(one, other, steps)
        elif isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
            yield from self._lists(one, other, steps)
        elif not _same(one, other, steps) and not is_replaced(self._kind, _path(steps), one, other):
            yield Difference(steps)

    def _one_sided(self, one: Value, other: Value, steps: tuple[Step, ...]) -> Iterator[Difference]:
        """What only one side has."""
        is_live = one is None
        value = other if is_live else one
        path = _path(steps)
        if value is None or is_filled(self._kind, path, value, is_live):
            return
        if isinstance(value, dict):
            if value or (path[-1:] != ("*",) and path[-1] not in MEANINGFUL_EMPTY):
                yield from self._mappings({} if is_live else value, value if is_live else {}, steps)
            else:
                yield Difference(steps)
        elif isinstance(value, (list, tuple)):
            yield from self._lists([] if is_live else value, value if is_live else [], steps)
        elif value != "" or path[-1] == "storageClassName" or is_chosen(path):
            yield Difference(steps)

    def _mappings(
        self, one: dict[str, Value], other: dict[str, Value], steps: tuple[Step, ...]
    ) -> Iterator[Difference]:
        path = _path(steps)
        written: dict[str, Value] = {**one, **completed(path, one, other)} if one else one
        text = steps[-1].text if steps else ""
        for key in sorted({*written, *other}, key=str):
            below = (*path, str(key))
            if is_own(self._kind, below):
                continue
            mine, theirs = written.get(key), other.get(key)
            step = Step(
                str(key), named(text, str(key)), key if one.get(key) is not None else None,
                key if theirs is not None else None,
            )  # fmt: skip
            yield from self.compare(mine, theirs, (*steps, step))

    def _lists(self, one: Any, other: Any, steps: tuple[Step, ...]) -> Iterator[Difference]:
        unknown = next((each for each in (*one, *other) if isinstance(each, Unknown)), None)
        if unknown is not None:
            yield Difference(steps, unknown)
            return
        same = same_texts(steps[-1].key if steps else "", one, other)
        if same is not None:
            if not same:
                yield Difference(steps)
            return
        text = steps[-1].text if steps else ""
        for label, mine, theirs in pairs(one, other):
            step = Step("*", f"{text}[{label}]", mine, theirs)
            first = None if mine is None else one[mine]
            second = None if theirs is None else other[theirs]
            if first is None or second is None:
                yield from self._item(first, second, (*steps, step))
            else:
                yield from self.compare(first, second, (*steps, step))

    def _item(self, one: Value, other: Value, steps: tuple[Step, ...]) -> Iterator[Difference]:
        """An item that only one side has differs, whatever is in it."""
        if one is None and other is None:
            return
        found = list(self._one_sided(one, other, steps))
        yield from found or [Difference(steps)]


def _path(steps: tuple[Step, ...]) -> Pattern:
    return tuple(step.key for step in steps)


def _same(one: Value, other: Value, steps: tuple[Step, ...]) -> bool:
    """Whether two scalars mean the same."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return one == other
    if type(one) is type(other) and one == other:
        return True
    return same_quantity(_path(steps), one, other)
