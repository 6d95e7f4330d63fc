"""Regular expressions for `matches`: RE2's syntax, in bounded time.

RE2 itself (the package `google-re2`, which the project needs anyway) matches in time linear in the text and refuses
backreferences and lookaround, so it decides everything that is not plain. A call of it from Python takes 4 us and its
import 2 ms, so the plain patterns that most rules have, such as `^[a-z][a-z0-9-]*$`, go to Python's `re` where the text
is short: one sequence of characters and simple classes, without groups or alternatives, in which both engines mean the
same, and with so few quantifiers that backtracking cannot take longer than half a millisecond.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from scanner.policy.cel.errors import CelEvaluationError

MAX_LENGTH: Final = 5000
"""Longest pattern, in characters."""
_MAX_MEMORY: Final = 1 << 20
_SHORT: Final = 250
"""Longest text that `re` is given."""
_PLAIN: Final = re.compile(
    r"\^?(?:(?:[A-Za-z0-9_ /:@=,;!#%&<>'\"~-]|\.|\\[][.\-/+*?(){}|^$\\]|\[\^?[A-Za-z0-9_./:@$<>{},;=+*?]+-?\]"
    r"|\[\^?(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_./:@$<>{},;=+*?])+-?\])(?:[*+?]|\{[0-9]{1,2}(?:,[0-9]{0,2})?\})?)*\$?"
)
_QUANTIFIER: Final = re.compile(r"\\.|\[[^]]*\]|([*+?]|\{[0-9]+,)")


class Pattern:
    """A compiled pattern."""

    __slots__ = ("_plain", "_re2", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = _plain(text)
        self._re2: Any = None if self._plain else _compiled_by_re2(text)

    @property
    def is_plain(self) -> bool:
        """Whether a search of a short text takes no longer than looking it up."""
        return self._plain is not None

    def search(self, text: str) -> bool:
        """Whether the pattern matches any part of `text`. Raises CelEvaluationError for text that is not Unicode."""
        if self._plain is not None and len(text) <= _SHORT:
            return self._plain.search(text) is not None
        if self._re2 is None:
            self._re2 = _compiled_by_re2(self._text)
        try:
            # Of bytes it does not tell where in the text they are, which takes as long as the search.
            return self._re2.search(text.encode()) is not None
        except UnicodeEncodeError:
            raise CelEvaluationError("string is no Unicode text") from None

    def matches(self, text: str, most: int) -> list[str]:
        """The parts of `text` that match, from left to right, at most so many; empty ones not right behind another.

        Raises CelEvaluationError for text that is not Unicode.
        """
        if self._re2 is None:
            self._re2 = _compiled_by_re2(self._text)
        found: list[str] = []
        end = -1
        try:
            for match in self._re2.finditer(text):
                if len(found) >= most:
                    break
                start, after = match.span()
                if start != after or start != end:
                    found.append(text[start:after])
                end = after
        except UnicodeEncodeError:
            raise CelEvaluationError("string is no Unicode text") from None
        return found


def _plain(text: str) -> re.Pattern[str] | None:
    """The pattern for `re`, if it is plain."""
    if not _PLAIN.fullmatch(text):
        return None
    quantifiers = sum(found[1] is not None for found in _QUANTIFIER.finditer(text))
    if quantifiers + (text[:1] != "^") > 2:
        return None
    ends = text.endswith("$") and not text.endswith("\\$")
    try:
        return re.compile(text[:-1] + r"\Z" if ends else text)
    except re.error:
        return None


def _compiled_by_re2(text: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MAX_MEMORY
    try:
        return re2.compile(text, options)
    except UnicodeEncodeError:
        raise ValueError("not Unicode text") from None
    except re2.error as error:
        said = error.args[0] if error.args else ""
        raise ValueError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from None


@lru_cache(maxsize=128)
def _compiled(text: str) -> Pattern | str:
    if len(text) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    if "\\C" in text.replace("\\\\", ""):
        return "\\C would split a character"  # as Go's engine says, which Kubernetes uses
    try:
        return Pattern(text)
    except ValueError as error:
        return str(error)


def compiled(text: str) -> Pattern:
    """The pattern of `text`. Raises CelEvaluationError where RE2 refuses it."""
    found = _compiled(text)
    if isinstance(found, str):
        raise CelEvaluationError(f"invalid regular expression: {found}")
    return found
