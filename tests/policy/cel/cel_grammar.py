"""Random well-typed expressions over the variables of `cel_google.DATA`."""

from __future__ import annotations

from random import Random

_INTS = ["0", "1", "2", "-1", "7", "100", "9223372036854775807", "-9223372036854775808", "i", "m.a", "l[0]", "l[9]"]
_UINTS = ["0u", "1u", "5u", "18446744073709551615u", "uint(i)", "uint(-1)"]
_DOUBLES = ["0.0", "1.5", "-2.25", "1e10", "d", "double(i)", "0.1", "(0.0 / 0.0)"]
_STRINGS = ["''", "'a'", "'hello'", "'héllo wörld'", "s", "'a,b,,c'", "' pad '", "w[1]", "'A1b2'", "x.name", "'10'"]
_BYTES = ["b''", "b'abc'", "b'\\xff\\x00'", "bytes(s)"]
_BOOLS = ["true", "false", "b", "x.on", "has(x.none)", "has(x.zip)", "has(x.tags.env)"]
_INT_LISTS = ["[]", "[1]", "l", "[3, 1, 2]", "[i, i]", "l + [5]"]
_STRING_LISTS = ["['x']", "w", "['a', 'b', 'a']", "s.split(' ')"]
_MAPS = ["{'a': 1}", "m", "{'b': i, 'c': 2}", "{'z': 1 / 0}"]
_DYNS = [
    "x.count",
    "x.name",
    "x.ratio",
    "x.none",
    "x.list",
    "x.tags",
    "dyn(1)",
    "dyn('a')",
    "x.zip",
    "dyn(2.0)",
    "dyn(1u)",
]
_DURATIONS = ["duration('1h')", "duration('-90s')", "duration('1.5s')", "duration('0s')", "duration('x')"]
_TIMESTAMPS = [
    "timestamp('2024-02-29T12:30:45.678Z')",
    "timestamp(0)",
    "timestamp('1969-12-31T23:59:59Z')",
    "timestamp('9999-12-31T23:59:59Z')",
    "timestamp('nope')",
]
_LEAVES = {
    "int": _INTS,
    "uint": _UINTS,
    "double": _DOUBLES,
    "string": _STRINGS,
    "bytes": _BYTES,
    "bool": _BOOLS,
    "ints": _INT_LISTS,
    "strings": _STRING_LISTS,
    "map": _MAPS,
    "dyn": _DYNS,
    "duration": _DURATIONS,
    "timestamp": _TIMESTAMPS,
}
# A capital letter in braces stands for an expression of that type, see `_NAMES`.
_FORMS = {
    "int": [
        "({I} + {I})",
        "({I} - {I})",
        "({I} * {I})",
        "({I} / {I})",
        "({I} % {I})",
        "(-({I}))",
        "size({S})",
        "{L}.size()",
        "{W}.size()",
        "{M}.size()",
        "int({D})",
        "int({U})",
        "({B} ? {I} : {I})",
        "{L}[{I}]",
        "{M}['a']",
        "{M}.a",
        "int({S})",
        "{S}.indexOf({S})",
        "{S}.lastIndexOf('l')",
        "{T}.getHours()",
        "{T}.getDayOfYear()",
        "{T}.getMonth()",
        "{T}.getDayOfWeek()",
        "{T}.getFullYear('+05:30')",
        "{R}.getMinutes()",
        "{R}.getSeconds()",
        "int({T})",
        "math.greatest({I}, {I})",
        "math.least({I}, {I}, {I})",
        "math.abs({I})",
        "math.sign({I})",
        "math.bitAnd({I}, {I})",
        "math.bitShiftLeft({I}, 3)",
        "math.bitShiftRight({I}, 2)",
        "size({Y})",
        "{L}.map(e, e * {I})[0]",
        "cel.bind(v, {I}, v + v)",
        "m[?'q'].orValue({I})",
        "optional.of({I}).value()",
        "optional.none().orValue({I})",
        "optional.of({I}).optMap(v, v + 1).orValue(0)",
    ],
    "uint": ["({U} + {U})", "({U} - {U})", "({U} * {U})", "({U} / {U})", "({U} % {U})", "uint({I})", "uint({D})"],
    "double": [
        "({D} + {D})",
        "({D} - {D})",
        "({D} * {D})",
        "({D} / {D})",
        "(-({D}))",
        "double({I})",
        "double({U})",
        "math.ceil({D})",
        "math.floor({D})",
        "math.round({D})",
        "math.trunc({D})",
        "math.sqrt({D})",
        "math.abs({D})",
        "math.sign({D})",
    ],
    "string": [
        "({S} + {S})",
        "string({I})",
        "string({U})",
        "string({B})",
        "({B} ? {S} : {S})",
        "{W}[{I}]",
        "{S}.lowerAscii()",
        "{S}.upperAscii()",
        "{S}.replace('l', {S})",
        "{S}.replace({S}, 'q', 1)",
        "{S}.substring({I})",
        "{S}.substring(1, {I})",
        "{S}.charAt({I})",
        "{W}.join()",
        "{W}.join({S})",
        "string({Y})",
        "{S}.reverse()",
        "base64.encode({Y})",
        "{W}.filter(e, e != {S})[0]",
        "'%s-%d'.format([{S}, {I}])",
        "'%x|%o|%b'.format([{I}, 8, 5])",
        "string(type({X}))",
        "{S}.trim()",
        "strings.quote({S})",
        "string({R})",
        "string({T})",
    ],
    "bytes": ["({Y} + {Y})", "bytes({S})", "base64.decode(base64.encode({Y}))"],
    "bool": [
        "({B} && {B})",
        "({B} || {B})",
        "(!{B})",
        "({I} == {I})",
        "({I} != {I})",
        "({I} < {I})",
        "({I} >= {I})",
        "({D} < {D})",
        "({D} == {D})",
        "({S} == {S})",
        "({S} <= {S})",
        "({U} > {U})",
        "({Y} == {Y})",
        "({L} == {L})",
        "({M} == {M})",
        "({I} in {L})",
        "({S} in {W})",
        "({S} in {M})",
        "{S}.contains({S})",
        "{S}.startsWith({S})",
        "{S}.endsWith({S})",
        "{S}.matches('^[a-z]+$')",
        "{S}.matches('l+o|w')",
        "{L}.all(e, e > {I})",
        "{L}.exists(e, e == {I})",
        "{L}.exists_one(e, e > {I})",
        "{W}.all(e, e.size() < 3)",
        "{M}.exists(k, k == {S})",
        "({X} == {X})",
        "({X} != {I})",
        "({X} == {S})",
        "({X} in {X})",
        "({B} ? {B} : {B})",
        "({R} < {R})",
        "({T} < {T})",
        "({T} == {T})",
        "bool({S})",
        "({X} < {I})",
        "{L}.all(e, 6 / e > {I})",
        "{L}.exists(e, 6 / e == {I})",
        "x.items.all(e, e.v > {I})",
        "x.items.exists(e, e.v == {I})",
        "x.items.all(e, !has(e.v) || e.v > {I})",
        "x.items.exists(e, e.?on.orValue({B}))",
        "x.items.exists_one(e, e.?v.orValue(9) == {I})",
        "has({X}.a)",
        "x.?tags.?env.hasValue()",
        "x.?zip.?env.hasValue()",
        "(type({X}) == int)",
        "({X} && {B})",
        "({B} || {X})",
        "math.isNaN({D})",
        "cel.bind(v, {B}, v || !v)",
        "({X} == null)",
        "x.list.exists(e, e == {X})",
    ],
    "ints": [
        "({L} + {L})",
        "{L}.map(e, e + {I})",
        "{L}.filter(e, e > {I})",
        "{L}.map(e, e > 1, e * 2)",
        "[{I}, {I}]",
        "({B} ? {L} : {L})",
        "{W}.map(e, e.size())",
        "[?optional.of({I}), {I}, ?m[?'nope']]",
    ],
    "strings": [
        "({W} + {W})",
        "{W}.map(e, e + {S})",
        "{W}.filter(e, e in {W})",
        "{S}.split({S})",
        "[{S}, {S}]",
    ],
    "map": ["{{'a': {I}}}", "{{{S}: {I}, 'k': 1}}", "({B} ? {M} : {M})", "{{?'a': optional.of({I}), ?'n': m[?'n']}}"],
    "dyn": [
        "x.items[{I}]",
        "x.items.map(e, e.k)",
        "x.tags[{S}]",
        "x[{S}]",
        "x.list[{I}]",
        "({B} ? {X} : {X})",
        "dyn({I})",
        "x.items.filter(e, e.v == {I})",
        "x.?count.orValue({X})",
        "x.items[0].v",
        "({X} + {X})",
        "dyn({S})",
        "dyn({L})",
    ],
    "duration": ["({R} + {R})", "({R} - {R})", "({T} - timestamp(1))"],
    "timestamp": ["({T} + {R})", "({T} - {R})", "timestamp({I})"],
}
_NAMES = {
    "I": "int",
    "U": "uint",
    "D": "double",
    "S": "string",
    "Y": "bytes",
    "B": "bool",
    "L": "ints",
    "W": "strings",
    "M": "map",
    "X": "dyn",
    "R": "duration",
    "T": "timestamp",
}


def expression(random: Random, kind: str, depth: int) -> str:
    """A random expression of a type."""
    if depth == 0 or random.random() < 0.15:
        return random.choice(_LEAVES[kind])
    form = random.choice(_FORMS[kind])
    parts: list[str] = []
    at = 0
    while at < len(form):
        if form[at : at + 2] in ("{{", "}}"):
            parts.append(form[at])
            at += 2
        elif form[at] == "{" and form[at + 2 : at + 3] == "}":
            parts.append(expression(random, _NAMES[form[at + 1]], depth - 1))
            at += 3
        else:
            parts.append(form[at])
            at += 1
    return "".join(parts)


def expressions(seed: int, count: int) -> list[str]:
    """Different random expressions, the same ones for the same seed."""
    random = Random(seed)
    kinds = [*_FORMS, "bool", "bool", "int", "string"]
    found: dict[str, None] = {}
    while len(found) < count:
        found[expression(random, random.choice(kinds), random.choice((1, 2, 2, 3)))] = None
    return list(found)
