"""Matching by simulating a nondeterministic automaton, in time linear in the text."""

from __future__ import annotations

from typing import Final, TypeAlias

from scanner.policy.cel.meter import Meter
from scanner.policy.cel.re2.classes import PERL, belongs
from scanner.policy.cel.re2.parser import PatternError
from scanner.policy.cel.re2.tree import Alternatives, Assertion, Characters, Kind, Pattern, Repetition, Sequence

MAX_STATES: Final = 20_000
"""Largest automaton."""
_MAX_CACHE: Final = 1_000

State: TypeAlias = tuple[Characters | Kind | None, int, int]
"""What it takes to leave the state (nothing for None), and where that leads: one state or two, -1 for no second."""

_WORD: Final = frozenset(chr(code) for first, last in PERL["w"] for code in range(first, last + 1))


class Automaton:
    """The automaton of a pattern. State 0 is the match."""

    __slots__ = ("_closures", "_conditional", "_start", "_states", "_steps")

    def __init__(self, tree: Pattern) -> None:
        self._states: list[State] = [(None, -1, -1)]
        self._start = self._add(tree, 0)
        self._conditional = any(isinstance(state[0], str) for state in self._states)
        self._closures: dict[tuple[frozenset[int], int], frozenset[int]] = {}
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def search(self, text: str, meter: Meter) -> bool:
        """Whether some part of `text` matches."""
        states: frozenset[int] = frozenset()
        before = ""
        for at in range(len(text) + 1):
            after = text[at : at + 1]
            reached = self._closure(states | {self._start}, self._context(before, after), meter)
            if 0 in reached:
                return True
            meter.charge(2)
            if after:
                states = self._step(reached, after, meter)
            before = after
        return False

    def _push(self, state: State) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternError("pattern is too large")
        self._states.append(state)
        return len(self._states) - 1

    def _add(self, tree: Pattern, following: int) -> int:
        """The state from which `tree` and then `following` has to be matched."""
        match tree:
            case Characters():
                return self._push((tree, following, -1))
            case Assertion(kind):
                return self._push((kind, following, -1))
            case Sequence(items):
                for item in reversed(items):
                    following = self._add(item, following)
                return following
            case Alternatives(items):
                entry = self._add(items[-1], following)
                for item in reversed(items[:-1]):
                    entry = self._push((None, self._add(item, following), entry))
                return entry
            case Repetition(item, low, high):
                return self._repeated(item, low, high, following)

    def _repeated(self, item: Pattern, low: int, high: int | None, following: int) -> int:
        entry = following
        if high is None:
            entry = self._push((None, -1, following))
            self._states[entry] = (None, self._add(item, entry), following)
        else:
            for _ in range(high - low):
                entry = self._push((None, self._add(item, entry), following))
        for _ in range(low):
            entry = self._add(item, entry)
        return entry

    def _context(self, before: str, after: str) -> int:
        """What holds at a place, as bits in the order of `_holds`."""
        if not self._conditional:
            return 0
        edge = (before in _WORD) is not (after in _WORD)
        start, end = before == "", after == ""
        return start | end << 1 | (start or before == "\n") << 2 | (end or after == "\n") << 3 | edge << 4

    def _closure(self, states: frozenset[int], context: int, meter: Meter) -> frozenset[int]:
        """The states that are reached without taking a character."""
        key = (states, context)
        if key in self._closures:
            return self._closures[key]
        reached: set[int] = set()
        pending = list(states)
        while pending:
            number = pending.pop()
            if number < 0 or number in reached:
                continue
            reached.add(number)
            needed, one, other = self._states[number]
            if needed is None or (isinstance(needed, str) and _holds(needed, context)):
                pending += (one, other)
        meter.charge(len(reached))
        return _remember(self._closures, key, frozenset(reached))

    def _step(self, states: frozenset[int], character: str, meter: Meter) -> frozenset[int]:
        """The states after a character."""
        key = (states, character)
        if key in self._steps:
            return self._steps[key]
        meter.charge(len(states))
        leading = frozenset(
            one
            for needed, one, _ in map(self._states.__getitem__, states)
            if isinstance(needed, Characters) and belongs(character, needed)
        )
        return _remember(self._steps, key, leading)


def _remember(
    cache: dict[tuple[frozenset[int], int], frozenset[int]] | dict[tuple[frozenset[int], str], frozenset[int]],
    key: tuple[frozenset[int], int | str],
    value: frozenset[int],
) -> frozenset[int]:
    if len(cache) >= _MAX_CACHE:
        cache.clear()
    cache[key] = value  # type: ignore[index]
    return value


def _holds(kind: Kind, context: int) -> bool:
    match kind:
        case "text-start":
            return bool(context & 1)
        case "text-end":
            return bool(context & 2)
        case "line-start":
            return bool(context & 4)
        case "line-end":
            return bool(context & 8)
        case "word-edge":
            return bool(context & 16)
        case "no-word-edge":
            return not context & 16
