"""Random conditions over loosely typed data, as rules write them, and such data with Unknowns in it."""

from __future__ import annotations

from random import Random
from typing import Any

from scanner.model.values import Array, Object, Reference, Unknown
from scanner.policy.cel import Environment, Function, UInt
from scanner.policy.cel.types import BOOL, DYN, INT, STRING, list_of

KEYS = ["a", "b", "c"]
STRINGS = ["", "a", "b", "x", "10.0.0.0/8", "prod"]


def _twice(value: int) -> int:
    return value * 2


def _named(context: Any, name: str) -> Any:
    return context[name]


def _known(value: Any) -> bool:
    return not isinstance(value, Unknown)


FUNCTIONS = (
    Function("twice", (INT,), INT, _twice),
    Function("fetch", (STRING,), DYN, _named, contextual=True),
    Function("isKnown", (DYN,), BOOL, _known, receiver=True, lenient=True),
)
ENVIRONMENT = Environment({"r": DYN, "s": DYN, "n": list_of(DYN)}, FUNCTIONS)

_FORMS = {
    "bool": [
        "({B} && {B})",
        "({B} || {B})",
        "({B} && {B} && {B})",
        "!{B}",
        "({B} ? {B} : {B})",
        "has({P}.{K})",
        "has({P}.{K})",
        "({P} == {P})",
        "({P} != {C})",
        "({P} == {C})",
        "({C} == {P})",
        "({P} in {A})",
        "({C} in {P})",
        "({P} in {P})",
        "('{K}' in {P})",
        "({P} < {N})",
        "({P} >= {N})",
        "({N} > {P})",
        "({P} <= {P})",
        "{L}.all({V}, {B})",
        "{L}.exists({V}, {B})",
        "{L}.exists_one({V}, {B})",
        "{L}.all({V}, {V}2, {B})",
        "{L}.exists({V}, {V}2, {B})",
        "{P}.startsWith('a')",
        "{P}.contains('0')",
        "{P}.endsWith({P})",
        "{P}.matches('^[a-z]+$')",
        "{P}.?{K}.orValue({C})",
        "{P}.?{K}.?{K}.orValue({B})",
        "{P}.?{K}.hasValue()",
        "{P}.?{K}.{K}.hasValue()",
        "has({P}.?{K}.{K})",
        "{P}[?'{K}'].orValue({B})",
        "{P}",
        "{B}",
        "(size({P}) > {N})",
        "({P}.size() == {N})",
        "cel.bind(w, {X}, {B} || w == {C})",
        "cel.bind(w, {B}, w && {B})",
        "sets.contains({A}, {L})",
        "{L}.map({V}, {X}).exists(q, q == {C})",
        "({L} == {A})",
        "({L} == {L})",
        "(type({P}) == string)",
        "({X} == {X})",
        "({X}).isKnown()",
        "{L}.existsOne({V}, {V}2, {B})",
        "optional.of({P}).hasValue()",
        "{P}.isKnown()",
    ],
    "list": [
        "{P}",
        "{P}",
        "n",
        "{L}.filter({V}, {B})",
        "{L}.map({V}, {X})",
        "{A}",
        "{P}.?{K}.orValue([])",
        "({B} ? {L} : {L})",
        "{L}.transformList({V}, {V}2, {X})",
        "({L} + {A})",
        "{L}.map({V}, {B}, {X})",
        "[{X}, {X}]",
        "{L}.reverse()",
        "[?{P}.?{K}]",
        "{L}.distinct()",
        "{L}.sortBy({V}, {X})",
        "{L}.flatten()",
    ],
    "any": [
        "{P}",
        "{P}",
        "{C}",
        "({B} ? {X} : {X})",
        "{P}[{I}]",
        "{P}[{P}]",
        "{P}.?{K}.orValue({X})",
        "({P} + {N})",
        "({P} + 'x')",
        "{L}[{I}]",
        "{P}.?{K}.optMap({V}, {X}).orValue({X})",
        "{B}",
        "{{'k': {X}}}.k",
        "{{'k': {X}, 'j': 1}}",
        "string({P})",
        "size({P})",
        "twice({P})",
        "fetch('u')",
        "fetch({C})",
        "{L}.first().orValue({X})",
        "{L}.transformMap({V}, {V}2, {X})",
        "-{P}",
        "{L}[?{I}].orValue({X})",
        "cel.bind(w, {X}, [w, w])",
        "{{{P}: 1}}",
        "('a' + {P}).lowerAscii()",
        "{P}.?{K}.or({P}.?{K}).orValue(1)",
        "'%s'.format([{P}])",
        "optional.ofNonZeroValue({P}).orValue(2)",
        "{L}.join('-')",
        "{P}.?{K}",
        "{L}.exists({V}, {B})",
    ],
}


class Conditions:
    """Generates expressions; knows which variables are in scope."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.scope = ["r", "s"]
        self.count = 0

    def make(self, kind: str, depth: int) -> str:
        """An expression of a kind: `bool`, `list`, or `any`."""
        if depth <= 0:
            return {"bool": self.path, "list": lambda: "n", "any": self.path}[kind]()
        return self.fill(self.random.choice(_FORMS[kind]), depth)

    def fill(self, form: str, depth: int) -> str:
        variable = ""
        parts: list[str] = []
        at = 0
        outer = list(self.scope)
        while at < len(form):
            piece = form[at : at + 3]
            if piece[:2] in ("{{", "}}"):
                parts.append(piece[0])
                at += 2
            elif piece[:1] == "{" and piece[2:] == "}":
                if piece == "{V}":
                    if not variable:
                        self.count += 1
                        variable = f"v{self.count}"
                        self.scope += [variable, variable]
                    parts.append(variable)
                else:
                    parts.append(self.hole(piece[1], depth - 1))
                at += 3
            else:
                parts.append(form[at])
                at += 1
        self.scope = outer
        return "".join(parts)

    def hole(self, letter: str, depth: int) -> str:
        choose = self.random.choice
        match letter:
            case "B":
                return self.make("bool", depth)
            case "L":
                return self.make("list", depth)
            case "X":
                return self.make("any", depth)
            case "P":
                return self.path()
            case "K":
                return choose(KEYS)
            case "I":
                return choose(["0", "1", "5", "dyn(0u)", "dyn('a')"])
            case "N":
                return choose(["0", "1", "2", "dyn(1.5)", "dyn(2u)"])
            case "A":
                return choose(["['a', 'b']", "[1, 2, 3]", "['x', dyn(1)]", "[true]", "[]", "['a', 'b', 'x', 'prod']"])
            case _:
                return choose(
                    ["dyn('a')", "dyn(1)", "dyn(true)", "dyn(false)", "dyn(null)", "dyn(1.0)", "dyn('prod')", "dyn(2u)"]
                )

    def path(self) -> str:
        variable = self.random.choice(self.scope)
        return variable + "".join(f".{self.random.choice(KEYS)}" for _ in range(self.random.choice((0, 1, 1, 2))))


def condition(random: Random) -> str:
    """One random condition."""
    return Conditions(random).make(random.choice(("bool", "bool", "bool", "any", "list")), random.choice((1, 2, 2, 3)))


def value(random: Random, depth: int, doubt: float) -> Any:
    """Random data; `doubt` is the share of Unknowns."""
    if random.random() < doubt:
        origin = random.choice("pqrstuvw")
        return Unknown(f"{origin} is not set", (Reference(f"var.{origin}"),), ("var", origin), origin in "pqrs")
    choice = random.random()
    if depth > 0 and choice < 0.5:
        made: type = random.choice((dict, Object))
        return made({key: value(random, depth - 1, doubt) for key in KEYS if random.random() < 0.7})
    if depth > 0 and choice < 0.75:
        items = [value(random, depth - 1, doubt) for _ in range(random.randrange(4))]
        return random.choice((list, Array, tuple))(items)
    return random.choice([*STRINGS, *STRINGS, True, False, True, False, None, 0, 1, 2, -7, 1.0, 2.5, UInt(2), b"a"])


def known(random: Random, data: Any, chosen: dict[Any, Any]) -> Any:
    """The data with each Unknown replaced by a value, the same for the same origin; null ones are left out of maps."""
    if isinstance(data, Unknown):
        if data.origin not in chosen:
            absent = not data.not_null and random.random() < 0.3
            made = value(random, 2, 0)
            chosen[data.origin] = None if absent else "a" if made is None else made
        return chosen[data.origin]
    if isinstance(data, dict):
        entries = {key: (known(random, held, chosen), isinstance(held, Unknown)) for key, held in data.items()}
        return {key: held for key, (held, was_unknown) in entries.items() if not (was_unknown and held is None)}
    if isinstance(data, (list, tuple)):
        return [known(random, item, chosen) for item in data]
    return data
