"""Label selectors as they are written on a command line.

Syntax: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NAME = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
_PREFIX = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_LONGEST_PREFIX = 253
"""https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One part of a selector."""

    key: str
    """The label."""
    operator: str
    """`in`, `notin`, `exists` or `!`."""
    values: tuple[str, ...] = ()
    """Values of `in` and `notin`."""

    def met_by(self, labels: Mapping[str, Any]) -> bool:
        """Whether labels meet it. As in Kubernetes, `notin` holds where the label is missing."""
        match self.operator:
            case "in":
                return self.key in labels and labels[self.key] in self.values
            case "notin":
                return self.key not in labels or labels[self.key] not in self.values
            case "exists":
                return self.key in labels
            case _:
                return self.key not in labels


def parse_labels(selector: str) -> tuple[Requirement, ...]:
    """Requirements of a label selector as kubectl takes it: `team=a,tier in (web,db),!legacy`.

    Raises:
        ValueError: it is no label selector.
    """
    return tuple(_requirement(part) for part in _split(selector))


def _split(selector: str) -> list[str]:
    """The parts between commas outside of parentheses."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(selector):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(selector[start:at])
            start = at + 1
    if depth:
        raise ValueError(f"parentheses do not match in the label selector {selector!r}")
    return [*parts, selector[start:]]


def _requirement(part: str) -> Requirement:
    text = part.strip()
    for sign, operator in (("!=", "notin"), ("==", "in"), ("=", "in")):
        key, found, value = text.partition(sign)
        if found:
            return Requirement(_checked(key), operator, (_value(value),))
    if text.endswith(")"):
        head, _, values = text[:-1].partition("(")
        words = head.split()
        if len(words) == 2 and words[1] in ("in", "notin"):
            return Requirement(_checked(words[0]), words[1], tuple(map(_value, values.split(","))))
    elif text.startswith("!"):
        return Requirement(_checked(text[1:]), "!")
    elif text:
        return Requirement(_checked(text), "exists")
    raise ValueError(f"{text!r} is no requirement of a label selector")


def _checked(key: str) -> str:
    label = key.strip()
    prefix, slash, name = label.rpartition("/")
    if not _NAME.fullmatch(name) or (slash and not (_PREFIX.fullmatch(prefix) and len(prefix) <= _LONGEST_PREFIX)):
        raise ValueError(f"{label!r} is no label")
    return label


def _value(text: str) -> str:
    value = text.strip()
    if value and not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is no value of a label")
    return value
