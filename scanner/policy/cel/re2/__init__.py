"""Regular expressions of RE2 syntax, matched in bounded time.

A pattern is parsed by RE2's own rules, so that what RE2 refuses (backreferences, lookaround, possessive quantifiers) is
refused here. It is then matched by one of two engines:

- Python's `re`, where a bound on the ways a backtracking matcher can go, computed from the pattern and the length of
  the text, is small. Nearly every pattern and text of a rule is such a case.
- A simulation of the pattern's automaton, in time linear in the text, for everything else: nested quantifiers,
  alternatives under a quantifier, several quantifiers on a long text, and Unicode categories, which `re` lacks.

So no binary package is needed for the rare pattern that `re` cannot be trusted with. Scripts (`\\p{Greek}`) are
refused, because Python does not know them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.re2.automaton import Automaton
from scanner.policy.cel.re2.backtracking import Bound, bound, translate
from scanner.policy.cel.re2.parser import PatternError, parse

MAX_WAYS: Final = 20_000
"""Most ways of a backtracking matcher that `re` is trusted with; about 0.3 ms at worst."""


class Pattern:
    """A compiled pattern."""

    __slots__ = ("_automaton", "_bound", "_python", "_tree")

    def __init__(self, text: str) -> None:
        import re

        self._tree = parse(text)
        self._bound: Bound | None = bound(self._tree)
        translated = translate(self._tree) if self._bound is not None else None
        self._python = re.compile(translated) if translated is not None else None
        self._automaton: Automaton | None = None if self._python else Automaton(self._tree)

    def search(self, text: str, meter: Meter) -> bool:
        """Whether the pattern matches any part of `text`."""
        if self._python is not None and self._bound is not None:
            ways = self._bound.ways(len(text))
            if ways <= MAX_WAYS:
                meter.charge(ways >> 8)
                return self._python.search(text) is not None
        if self._automaton is None:
            self._automaton = Automaton(self._tree)
        return self._automaton.search(text, meter)


@lru_cache(maxsize=128)
def _compiled(text: str) -> Pattern | str:
    try:
        return Pattern(text)
    except PatternError as error:
        return str(error)


def compiled(text: str) -> Pattern:
    """The pattern of `text`. Raises CelEvaluationError where it is not of RE2 syntax."""
    found = _compiled(text)
    if isinstance(found, str):
        raise CelEvaluationError(f"invalid regular expression: {found}")
    return found
