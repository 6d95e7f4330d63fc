"""The functions that Kubernetes adds to CEL, beside what the API server's own engine made of the same expressions.

`cel_kubernetes.jsonl` holds what `k8s.io/apiserver/pkg/cel/environment` (v0.36.3) gave, recorded by the program
`celenv` of `tests/apiserver`; where it is at hand every line is asked again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scanner.model.values import Unknown
from scanner.policy import cel
from scanner.policy.cel.values import OptionalValue, UInt, type_name

TABLE = Path(__file__).with_name("cel_kubernetes.jsonl")
LINES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
DIFFERENT = {
    'dyn(quantity("1")) == dyn("1")': "values of different types are not equal; there it is an error",
    '"abc".find("(")': "a pattern is looked at when it is used; there when it is written",
    '"abc".find("(?=a)")': "the same",
    '"abc".findAll("[")': "the same",
    '[dyn(1), dyn("a")].isSorted()': "values without an order are an error; there they are passed over",
    '[dyn(1), dyn("a")].min()': "the same",
}
"""Where this engine knowingly answers otherwise; never with the opposite value."""


def _shown(value: Any) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, UInt):
        return {"uint": str(int(value))}
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"double": value}
    if isinstance(value, OptionalValue):
        return {"optional": [_shown(each) for each in value.content]}
    if isinstance(value, (list, tuple)):
        return {"list": [_shown(each) for each in value]}
    if isinstance(value, dict):
        return {"map": {str(key): _shown(each) for key, each in value.items()}}
    return {type_name(value): None}


def _asked(expression: str) -> dict[str, Any]:
    try:
        program = cel.compile(expression, cel.Environment({}))
    except cel.CelError:
        return {"refused": True}
    try:
        return {"value": _shown(program.evaluate(None))}
    except cel.CelEvaluationError:
        return {"error": True}


def test_the_table_is_large_enough() -> None:
    assert len(LINES) >= 250
    assert len({line["expression"] for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["expression"][:60])
def test_expression(line: dict[str, Any]) -> None:
    expected = {key: value for key, value in line.items() if key != "expression"}
    if line["expression"] in DIFFERENT:
        assert _asked(line["expression"]) != expected
    else:
        assert _asked(line["expression"]) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "quantity(u).isInteger()",
        "isQuantity(u)",
        "url(u).getHost()",
        "[u, 2].sum()",
        "[u, 2].min()",
        "[1, u, 2].isSorted()",
        "[u].indexOf(1)",
        '[u, "b"].indexOf("b")',
        "u.find('a')",
        "semver(u).major()",
        "format.uuid().validate(u)",
        "a.group('').resource('pods').check('get').allowed()",
        "a.serviceAccount('n', 's').path('/x').check('get').allowed()",
    ],
)
def test_what_is_not_known_stays_unknown(expression: str) -> None:
    types = {"u": cel.Type("dyn"), "a": cel.Type("kubernetes.authorization.Authorizer")}
    program = cel.compile(expression, cel.Environment(types))
    assert isinstance(program.evaluate(None, Unknown("not set"), Unknown("nobody knows")), Unknown)


@pytest.mark.parametrize(
    ("expression", "value"),
    [("[3, u, 1].isSorted()", False), ("[1, u].indexOf(1)", 0), ('["b", u].lastIndexOf("b")', Unknown)],
)
def test_what_is_known_all_the_same(expression: str, value: Any) -> None:
    found = cel.compile(expression, cel.Environment({"u": cel.Type("dyn")})).evaluate(None, Unknown("not set"))
    assert isinstance(found, Unknown) if value is Unknown else found == value


def test_quantities_cannot_take_forever() -> None:
    environment = cel.Environment({"t": cel.Type("string")})
    program = cel.compile("quantity(t).compareTo(quantity('1'))", environment)
    for text in ("1e999999999", "1e-999999999", "9" * 5000):
        with pytest.raises(cel.CelEvaluationError):
            program.evaluate(None, text)
