"""Flux's substitution of `${name}` in what a kustomization gives.

Sources: https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution and
https://pkg.go.dev/github.com/fluxcd/pkg/envsubst
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from scanner.inputs.kubernetes.render.fields import get
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.inputs.kubernetes.render.unknowns import UNKNOWN_EXPRESSION, UNKNOWN_VARIABLE
from scanner.inputs.kubernetes.render.yaml_values import values_in
from scanner.model.places import Source

_DISABLED = "kustomize.toolkit.fluxcd.io/substitute"
"""A label or an annotation; `disabled` leaves an object as it is."""
_SEPARATOR = re.compile(r"^(?=---(?:\s|$))", re.MULTILINE)
_DOLLAR = re.compile(r"\$[${]")
_PLAIN = re.compile(r"(\w+)\}")
_DEFAULT = re.compile(r"(\w+)(?::[-=?+]|=)")
"""A variable with what stands for it where it is empty: Flux gives all these operators one meaning."""
_WORD = re.compile(r"(?:(?!\$\{)[^}\n])*")
_REST = re.compile(r"[^}\n]*\}?")
_DEEPEST = 20
"""Expressions inside each other."""
_LONGEST = 16_000_000
"""Characters that variables may put into one text; what is beyond is not followed."""


def substituted(text: str, build: Build) -> str:
    """The text with the variables filled in that are known. One that nobody gives is empty, as for Flux."""
    values = dict(build.variables)
    room = [_LONGEST]
    found = (
        document if _is_disabled(document) else _filled(document, values, build.unknown_variables is not None, room)
        for document in _SEPARATOR.split(text)
    )
    return "".join(found)


def _is_disabled(document: str) -> bool:
    if _DISABLED not in document:
        return False
    objects, _ = values_in(Source("", document))
    ways = (("metadata", "labels", _DISABLED), ("metadata", "annotations", _DISABLED))
    return any(get(each, way) == "disabled" for each in objects for way in ways)


def _filled(text: str, values: Mapping[str, str], more: bool, room: list[int]) -> str:
    """A document filled in; `more` where there are further values, which are not known. `room` is for how many
    characters of values there is room, and becomes less."""
    parts: list[str] = []
    at = 0
    while (dollar := _DOLLAR.search(text, at)) is not None:
        parts.append(text[at : dollar.start()])
        if dollar[0] == "$$":
            parts.append("$")
            at = dollar.end()
        else:
            value, at = _expression(text, dollar.end(), values, more, 0)
            room[0] -= len(value)
            parts.append(value if room[0] >= 0 else _unknown(UNKNOWN_EXPRESSION, text[dollar.start() : at]))
    return "".join([*parts, text[at:]])


def _expression(text: str, start: int, values: Mapping[str, str], more: bool, depth: int) -> tuple[str, int]:
    """What an expression stands for, and where it ends; `start` is behind its opening brace."""
    plain = _PLAIN.match(text, start)
    if plain is not None:
        if plain[1] not in values and more:
            return _unknown(UNKNOWN_VARIABLE, plain[0]), plain.end()
        return values.get(plain[1], ""), plain.end()
    head = _DEFAULT.match(text, start)
    if head is None or depth > _DEEPEST:
        rest = _REST.match(text, start)
        end = start if rest is None else rest.end()
        return _unknown(UNKNOWN_EXPRESSION, text[start:end]), end
    words: list[str] = []
    at = head.end()
    while (word := _WORD.match(text, at)) is not None:
        words.append(word[0])
        at = word.end()
        if not text.startswith("${", at):
            break
        value, at = _expression(text, at + 2, values, more, depth + 1)
        words.append(value)
    if not text.startswith("}", at):
        return _unknown(UNKNOWN_EXPRESSION, text[start:at]), at
    if head[1] not in values and more:
        return _unknown(UNKNOWN_VARIABLE, text[start:at]), at + 1
    return values.get(head[1]) or "".join(words), at + 1


def _unknown(what: str, expression: str) -> str:
    """The same expression stands for the same value. The text is one that may stand for a name, too."""
    return what + sha256(expression.encode()).hexdigest()[:16]
