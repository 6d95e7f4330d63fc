"""Character classes that have a name, and whether a character belongs to a class."""

from __future__ import annotations

from typing import Final

from scanner.policy.cel.re2.tree import MAX_CODE, Characters

Ranges = tuple[tuple[int, int], ...]

_DIGIT: Final[Ranges] = ((0x30, 0x39),)
_UPPER: Final[Ranges] = ((0x41, 0x5A),)
_LOWER: Final[Ranges] = ((0x61, 0x7A),)

PERL: Final[dict[str, Ranges]] = {
    "d": _DIGIT,
    "s": ((0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)),
    "w": (*_DIGIT, *_UPPER, (0x5F, 0x5F), *_LOWER),
}
"""`\\d`, `\\s` and `\\w`, which know ASCII only."""

POSIX: Final[dict[str, Ranges]] = {
    "alnum": (*_DIGIT, *_UPPER, *_LOWER),
    "alpha": (*_UPPER, *_LOWER),
    "ascii": ((0x00, 0x7F),),
    "blank": ((0x09, 0x09), (0x20, 0x20)),
    "cntrl": ((0x00, 0x1F), (0x7F, 0x7F)),
    "digit": _DIGIT,
    "graph": ((0x21, 0x7E),),
    "lower": _LOWER,
    "print": ((0x20, 0x7E),),
    "punct": ((0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)),
    "space": ((0x09, 0x0D), (0x20, 0x20)),
    "upper": _UPPER,
    "word": PERL["w"],
    "xdigit": (*_DIGIT, (0x41, 0x46), (0x61, 0x66)),
}
"""`[[:alpha:]]` and the like."""

CATEGORIES: Final = frozenset(
    {
        *("C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No"),
        *("P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs"),
    }
)
"""Unicode general categories that RE2 knows."""

_ALSO: Final = {"k": "\u212a", "s": "\u017f", "\u00e5": "\u212b"}
"""Characters that fold to these and that neither `lower` nor `upper` leads to."""


def complement(ranges: Ranges) -> Ranges:
    """All code points outside of `ranges`."""
    found: list[tuple[int, int]] = []
    at = 0
    for first, last in sorted(ranges):
        if first > at:
            found.append((at, first - 1))
        at = max(at, last + 1)
    if at <= MAX_CODE:
        found.append((at, MAX_CODE))
    return tuple(found)


def belongs(character: str, group: Characters) -> bool:
    """Whether a character belongs to a class."""
    forms = _folded(character) if group.fold else (character,)
    return any(_inside(form, group) for form in forms) is not group.negated


def _inside(character: str, group: Characters) -> bool:
    code = ord(character)
    if any(first <= code <= last for first, last in group.ranges):
        return True
    if not group.categories:
        return False
    from unicodedata import category

    found = category(character)
    return any(found.startswith(name) is not outside for name, outside in group.categories)


def _folded(character: str) -> set[str]:
    """The characters that are the same but for case."""
    lower = character.lower()
    forms = {character, lower, character.upper(), lower.upper(), _ALSO.get(lower, character)}
    return {form for form in forms if len(form) == 1}
