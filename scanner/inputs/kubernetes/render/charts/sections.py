"""Which of the documents of a template each document that was rendered from it comes from.

Helm sorts what it rendered by kind, leaves documents out and repeats them, so their order alone does not tell. A line
without an action is rendered as it stands: kind and name, directives and then the other lines do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.inputs.kubernetes.comments import may_hold_directives
from scanner.inputs.kubernetes.render.alignment import Effort, align
from scanner.inputs.kubernetes.render.lines import fits, is_literal, key, plain, says_nothing

_MOST = 10_000_000
"""Pairs of a rendered line and a written document that are compared at most."""


def align_documents(documents: Sequence[list[str]], written: list[str]) -> list[list[int]]:
    """For each line of each rendered document the number (from 0) of the line it comes from.

    Where no document of the template can be meant, or there are too many to compare, only the beginning is known.
    """
    parts = [_Part.of(lines) for lines in _parts(written)]
    effort = Effort()
    if len(parts) < 2:
        return [align(document, written, effort) for document in documents]
    if sum(map(len, documents)) * len(parts) + len(documents) * len(written) // 10 > _MOST:
        return [[0] * len(document) for document in documents]
    wanted = [_Part.of(list(enumerate(document))) for document in documents]
    chosen = _choose(wanted, parts)
    return [
        [0] * len(document)
        if part is None
        else [part.start + line for line in align(document, written[part.start : part.end], effort)]
        for document, part in zip(documents, chosen, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    """One document, written or rendered."""

    start: int
    """Its first line."""
    end: int
    """The line behind its last."""
    kinds: tuple[str, ...]
    """Lines that may give its kind."""
    names: tuple[str, ...]
    """Lines that may give its name."""
    literal: frozenset[str]
    """Lines that are rendered as they stand."""
    keys: frozenset[str]
    """What tells its other lines."""
    directives: frozenset[str]
    """Those of the literal lines that may hold directives."""
    is_empty: bool
    """Whether there is nothing but comments, and what only decides about others."""

    @classmethod
    def of(cls, lines: list[tuple[int, str]]) -> _Part:
        """What these numbered lines say."""
        texts = [(line, text) for _, line in lines if (text := plain(line))]
        literal = frozenset(text for line, text in texts if is_literal(line))
        return cls(
            start=lines[0][0] if lines else 0,
            end=lines[-1][0] + 1 if lines else 0,
            kinds=tuple(line.strip() for _, line in lines if line.startswith("kind:")),
            names=_names([line for _, line in lines]),
            literal=literal,
            keys=frozenset(key(text) for line, text in texts if not is_literal(line)) - {""},
            directives=frozenset(text for text in literal if may_hold_directives(text)),
            is_empty=says_nothing("\n".join(line for _, line in lines)),
        )


def _parts(written: list[str]) -> list[list[tuple[int, str]]]:
    """The numbered lines between those that separate documents, where there are any that say something."""
    found: list[list[tuple[int, str]]] = [[]]
    for numbered in enumerate(written):
        if numbered[1].startswith("---"):
            found.append([])
        else:
            found[-1].append(numbered)
    return [part for part in found if any(plain(line) for _, line in part)]


def _names(lines: list[str]) -> tuple[str, ...]:
    """The lines that may give the name in `metadata`: several where conditions stand between them."""
    found: list[tuple[int, str]] = []
    inside = False
    for line in lines:
        text = line.strip()
        if line.startswith("metadata:"):
            inside = True
            if "{" in text.replace("{{", ""):
                return (text,)
        elif inside and line[:1] not in ("", " ", "\t", "#", "{", "\r"):
            break
        elif inside and text.startswith("name:"):
            found.append((len(line) - len(line.lstrip()), text))
    least = min((indent for indent, _ in found), default=0)
    return tuple(text for indent, text in found if indent == least)


def _choose(documents: list[_Part], parts: list[_Part]) -> list[_Part | None]:
    """The written document that each rendered one comes from; those that may come from several alike, in turn."""
    taken: Counter[tuple[int, ...]] = Counter()
    chosen: list[_Part | None] = []
    for document in documents:
        ranks = [_rank(document, part) for part in parts]
        best = max((rank for rank in ranks if rank is not None), default=None)
        alike = tuple(number for number, rank in enumerate(ranks) if rank is not None and rank == best)
        chosen.append(parts[alike[taken[alike] % len(alike)]] if alike else None)
        taken[alike] += 1
    return chosen


def _rank(document: _Part, part: _Part) -> tuple[int, int, int] | None:
    """How well a rendered document fits a written one; None when it cannot come from there."""
    if part.is_empty and not document.is_empty:
        return None
    if not (_may_be(document.kinds, part.kinds) and _may_be(document.names, part.names)):
        return None
    same = len(document.literal & part.literal)
    alike = len(document.keys & part.keys) + sum(key(text) in part.keys for text in document.literal - part.literal)
    likely = 2 * (same + alike) >= len(document.literal) + len(document.keys)
    named = bool(part.kinds) + bool(part.names)
    differing = len(document.directives ^ part.directives)
    return named if likely else 0, -differing, 2 * same + alike - len(part.literal - document.literal)


def _may_be(rendered: tuple[str, ...], written: tuple[str, ...]) -> bool:
    """Whether one of the lines can give what was rendered; those that an action writes are not known."""
    return not written or not rendered or any(fits(rendered[0], each) for each in written)
