"""Patterns for Python's `re`, and a bound on what they can cost there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scanner.policy.cel.re2.tree import Alternatives, Assertion, Characters, Pattern, Repetition, Sequence

_LARGEST: Final = 1 << 20
_ASSERTIONS: Final = {
    "text-start": r"\A",
    "text-end": r"\Z",
    "line-start": "(?m:^)",
    "line-end": "(?m:$)",
    "word-edge": r"(?a:\b)",
    "no-word-edge": r"(?!(?a:\b))",  # Python's \B does not match in an empty text, RE2's does
}


@dataclass(frozen=True, slots=True)
class Bound:
    """`factor * (length + 1) ** degree`: the most ways that a backtracking matcher can try."""

    factor: int
    """Ways that do not depend on the length."""
    degree: int
    """How often the length is a factor."""

    def ways(self, length: int) -> int:
        """The bound for a text of this length."""
        if self.degree > 20:
            return _LARGEST
        return int(min(self.factor * (length + 1) ** self.degree, _LARGEST))


def bound(tree: Pattern) -> Bound | None:
    """The bound for a search, or None where there is none that is not exponential."""
    found = _bound(tree)
    if found is None:
        return None
    return Bound(found.factor * 2, found.degree + (not _anchored(tree)))


def _anchored(tree: Pattern) -> bool:
    first = tree.items[0] if isinstance(tree, Sequence) and tree.items else tree
    return first == Assertion("text-start")


def _bound(tree: Pattern) -> Bound | None:
    match tree:
        case Characters() | Assertion():
            return Bound(1, 0)
        case Sequence(items):
            return _product([_bound(item) for item in items])
        case Alternatives(items):
            found = [_bound(item) for item in items]
            known = [one for one in found if one is not None]
            if len(known) < len(found):
                return None
            return _limited(sum(one.factor for one in known), max(one.degree for one in known))
        case Repetition(item, low, high):
            inner = _bound(item)
            if inner is None:
                return None
            if high is None:
                return Bound(1, 1) if inner == Bound(1, 0) else None
            return _limited(min(inner.factor, _LARGEST) ** min(high, 64) * (high - low + 1), inner.degree * high)


def _product(parts: list[Bound | None]) -> Bound | None:
    factor, degree = 1, 0
    for part in parts:
        if part is None:
            return None
        factor, degree = min(factor * part.factor, _LARGEST), degree + part.degree
    return _limited(factor, degree)


def _limited(factor: int, degree: int) -> Bound | None:
    return Bound(factor, degree) if factor < _LARGEST else None


def translate(tree: Pattern) -> str | None:
    """The pattern in Python's syntax; None where it has none."""
    match tree:
        case Characters():
            return _characters(tree)
        case Assertion(kind):
            return _ASSERTIONS[kind]
        case Sequence(items):
            return _joined([translate(item) for item in items], "")
        case Alternatives(items):
            inner = _joined([translate(item) for item in items], "|")
            return None if inner is None else f"(?:{inner})"
        case Repetition(item, low, high):
            inner = translate(item)
            return None if inner is None else f"(?:{inner}){{{low},{'' if high is None else high}}}"


def _joined(parts: list[str | None], separator: str) -> str | None:
    known = [part for part in parts if part is not None]
    return separator.join(known) if len(known) == len(parts) else None


def _characters(group: Characters) -> str | None:
    if group.categories:
        return None
    if not group.ranges:
        return r"(?s:.)" if group.negated else r"(?!)"
    if len(group.ranges) == 1 and group.ranges[0][0] == group.ranges[0][1] and not group.negated:
        inner = _escaped(group.ranges[0][0])
    else:
        inside = "".join(_escaped(a) if a == b else f"{_escaped(a)}-{_escaped(b)}" for a, b in group.ranges)
        inner = f"[{'^' if group.negated else ''}{inside}]"
    return f"(?i:{inner})" if group.fold else inner


def _escaped(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else f"\\U{code:08x}"
