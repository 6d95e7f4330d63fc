"""A Pike machine: all ways through a program at once, so that the time is linear in the text."""

from __future__ import annotations

from typing import TypeAlias, cast

from scanner.inputs.terraform.evaluate.functions.re2.program import (
    ASSERT,
    CHARACTER,
    CLASS,
    JUMP,
    MATCH,
    SAVE,
    SPLIT,
    Program,
)
from scanner.inputs.terraform.evaluate.functions.re2.tree import Class, TooMuch

Captures: TypeAlias = tuple[int, ...]
"""Start and end of the match, then of each group; -1 where a group took no part."""

_MOST_STEPS = 2_000_000
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")


def search(program: Program, text: str, start: int) -> Captures | None:
    """The leftmost match at or after `start`, of several the one the pattern prefers. Raises TooMuch."""
    threads: list[tuple[int, Captures]] = []
    best: Captures | None = None
    empty = (-1,) * program.slots
    at = start
    steps = 0
    while at <= len(text):
        if not threads:
            if best is not None:
                break
            if program.prefix:
                at = text.find(program.prefix, at)
                if at < 0:
                    break
        seen: set[int] = set()
        ready: list[tuple[int, Captures]] = []
        for position, captures in threads:
            _follow(program, text, at, position, captures, seen, ready)
        if best is None:
            _follow(program, text, at, 0, (at, *empty[1:]), seen, ready)
        steps += len(seen) + 1
        if steps > _MOST_STEPS:
            raise TooMuch
        threads = []
        character = text[at : at + 1]
        for position, captures in ready:
            operation = program.operation[position]
            if operation == MATCH:
                best = (captures[0], at, *captures[2:])
                break
            argument = program.argument[position]
            if character and (
                argument == character if operation == CHARACTER else cast(Class, argument).matches(character)
            ):
                threads.append((position + 1, captures))
        at += 1
    return best


def _follow(
    program: Program,
    text: str,
    at: int,
    position: int,
    captures: Captures,
    seen: set[int],
    ready: list[tuple[int, Captures]],
) -> None:
    """Adds every instruction that waits for a character and can be reached from `position` without one."""
    pending = [(position, captures)]
    while pending:
        position, captures = pending.pop()
        if position in seen:
            continue
        seen.add(position)
        operation = program.operation[position]
        if operation in (CHARACTER, CLASS, MATCH):
            ready.append((position, captures))
        elif operation == SPLIT:
            pending.append((program.other[position], captures))
            pending.append((cast(int, program.argument[position]), captures))
        elif operation == JUMP:
            pending.append((cast(int, program.argument[position]), captures))
        elif operation == SAVE:
            slot = cast(int, program.argument[position])
            pending.append((position + 1, (*captures[:slot], at, *captures[slot + 1 :])))
        elif operation == ASSERT and _holds(cast(str, program.argument[position]), text, at):
            pending.append((position + 1, captures))


def _holds(kind: str, text: str, at: int) -> bool:
    if kind == "text start":
        return at == 0
    if kind == "text end":
        return at == len(text)
    if kind == "line start":
        return at == 0 or text[at - 1] == "\n"
    if kind == "line end":
        return at == len(text) or text[at] == "\n"
    before = at > 0 and text[at - 1] in _WORD
    after = at < len(text) and text[at] in _WORD
    return (before != after) == (kind == "word")
