"""`fileset`'s patterns: `**` between slashes crosses directories; in a name there are `*`, `?`, `[^a-c]` and `{a,b}`.

Names are matched by following all ways through a pattern at once, so that no pattern takes more than its length times
that of the name.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TypeAlias

_LONGEST = 1000

Item: TypeAlias = "tuple[str, object]"
"""A piece of a pattern: `char` with a character, `any`, `star`, `class` with a test, or `either` with sequences."""


class GlobError(ValueError):
    """A pattern that means nothing."""


class GlobUncertain(Exception):
    """A pattern or a tree of which it is not certain what Terraform makes of it."""


def find(top: str, pattern: str, holds: Callable[[str], bool], most: int) -> list[str]:
    """Paths of the regular files below `top`, relative to it, that match; sorted.

    Links are followed where `holds` allows it. Raises GlobError, GlobUncertain, and ValueError after `most` files.
    """
    parts = [part for part in os.path.normpath(pattern).split("/") if part != "."] if pattern else []
    found: set[str] = set()
    seen: set[tuple[str, int]] = set()
    matchers = [None if part == "**" else matcher(part) for part in parts]
    pending = [("", 0)] if parts else []
    looked_at = 0
    while pending:
        at, index = pending.pop()
        if (at, index) in seen:
            continue
        seen.add((at, index))
        last = index == len(parts) - 1
        for path, is_file in _entries(top, at, holds, parts[index]):
            looked_at += 1
            if looked_at > most:
                raise ValueError(f"more than {most:,} files below {top}")
            match = matchers[index]
            if match is None:
                if is_file and last:
                    found.add(path)
                elif not is_file:
                    pending.append((path, index))
            elif match(os.path.basename(path) if parts[index] != ".." else ".."):
                if is_file and last:
                    found.add(path)
                elif not is_file and not last:
                    pending.append((path, index + 1))
        if matchers[index] is None and not last:
            pending.append((at, index + 1))
    return sorted(found)


def _entries(top: str, at: str, holds: Callable[[str], bool], part: str) -> Iterator[tuple[str, bool]]:
    """Paths of the files and directories in a directory, relative to `top`, and whether each is a regular file."""
    if part == "..":
        yield os.path.join(at, ".."), False
        return
    try:
        names = os.listdir(os.path.join(top, at))
    except OSError:
        return
    for name in names:
        path = os.path.join(at, name)
        full = os.path.join(top, path)
        if os.path.islink(full) and not holds(full):
            continue
        is_file = os.path.isfile(full)
        if is_file or os.path.isdir(full):
            if part == "**" and not is_file and os.path.islink(full) and _is_above(full):
                raise GlobUncertain("links lead in a circle")
            yield path, is_file


def _is_above(link: str) -> bool:
    """Whether a link leads to a directory that it lies in."""
    real = os.path.realpath(link)
    return (os.path.realpath(os.path.dirname(link)) + "/").startswith(real.rstrip("/") + "/")


def matcher(pattern: str) -> Callable[[str], bool]:
    """A test for names. Raises GlobError."""
    if len(pattern) > _LONGEST:
        raise GlobError("the pattern is too long")
    items, end = _sequence(pattern, 0, inside=False)
    if end != len(pattern):
        raise GlobError("syntax error in pattern")
    states: list[tuple[str, object, tuple[int, ...]]] = [("end", None, ())]
    start = _build(items, 0, states)

    def matches(name: str) -> bool:
        current = _closure({start}, states)
        for character in name:
            reached: set[int] = set()
            for state in current:
                kind, what, following = states[state]
                if kind == "star":
                    reached.add(state)
                elif kind == "any" or what == character or (kind == "class" and what(character)):  # type: ignore[operator]
                    reached.update(following)
            current = _closure(reached, states)
            if not current:
                return False
        return 0 in current

    return matches


def _closure(reached: set[int], states: list[tuple[str, object, tuple[int, ...]]]) -> set[int]:
    """The states that are reached without a further character."""
    pending = list(reached)
    while pending:
        kind, _, following = states[pending.pop()]
        if kind in ("star", "either"):
            fresh = set(following) - reached
            reached |= fresh
            pending += fresh
    return reached


def _build(items: list[Item], following: int, states: list[tuple[str, object, tuple[int, ...]]]) -> int:
    """Adds the states of a sequence that goes on at `following`; gives the first."""
    for kind, what in reversed(items):
        if kind == "either":
            assert isinstance(what, list)
            states.append(("either", None, tuple(_build(choice, following, states) for choice in what)))
        else:
            states.append((kind, what, (following,)))
        following = len(states) - 1
    return following


def _sequence(pattern: str, at: int, inside: bool) -> tuple[list[Item], int]:
    """The pieces up to the end, or inside braces up to a comma or the closing brace."""
    items: list[Item] = []
    while at < len(pattern):
        character = pattern[at]
        if inside and character in ",}":
            break
        if character == "{":
            if inside:
                raise GlobUncertain("braces inside braces")
            choices: list[list[Item]] = []
            while True:
                choice, at = _sequence(pattern, at + 1, inside=True)
                choices.append(choice)
                if at >= len(pattern):
                    raise GlobError("syntax error in pattern")
                if pattern[at] == "}":
                    break
            items.append(("either", choices))
        elif character == "[":
            test, at = _class(pattern, at + 1)
            items.append(("class", test))
        elif character == "\\":
            at += 1
            if at == len(pattern):
                raise GlobError("syntax error in pattern")
            items.append(("char", pattern[at]))
        elif character == "*":
            items.append(("star", None))
        else:
            items.append(("any", None) if character == "?" else ("char", character))
        at += 1
    return items, at


def _class(pattern: str, at: int) -> tuple[Callable[[str], bool], int]:
    """A test for one character, and where its closing bracket stands."""
    negated = pattern[at : at + 1] == "^" and pattern[at + 1 : at + 2] != "]"
    at += negated
    ranges: list[tuple[str, str]] = []
    while True:
        if pattern[at : at + 1] == "]" and ranges:
            break
        low, at = _class_character(pattern, at)
        high = low
        if pattern[at : at + 1] == "-":
            high, at = _class_character(pattern, at + 1)
        ranges.append((low, high))
    return (lambda character: any(low <= character <= high for low, high in ranges) != negated), at


def _class_character(pattern: str, at: int) -> tuple[str, int]:
    character = pattern[at : at + 1]
    if character == "\\":
        at += 1
        character = pattern[at : at + 1]
    elif character in ("]", "-"):
        character = ""
    if not character:
        raise GlobError("syntax error in pattern")
    return character, at + 1
