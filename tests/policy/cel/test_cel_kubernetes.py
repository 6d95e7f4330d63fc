"""The functions that Kubernetes adds to CEL, beside what the API server's own engine made of the same expressions.

`cel_kubernetes.jsonl` holds what `k8s.io/apiserver/pkg/cel/environment` (v0.36.3) gave, recorded by the program
`celenv` of `tests/apiserver`; where it is at hand every line is asked again.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from scanner.model.values import Unknown
from scanner.policy import cel
from scanner.policy.cel.values import Duration, OptionalValue, Timestamp, UInt, type_name

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
    """A value as `celenv` writes it; of those that only Kubernetes has, the type alone."""
    if value is None or isinstance(value, (bool, str, float)):
        return value
    if isinstance(value, UInt):
        return {"uint": int(value)}
    if isinstance(value, int):
        return value
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, OptionalValue):
        return {"optional": [_shown(each) for each in value.content]}
    if isinstance(value, (list, tuple)):
        return [_shown(each) for each in value]
    if isinstance(value, dict):
        return {"map": sorted([_shown(key), _shown(each)] for key, each in value.items())}
    if isinstance(value, Duration):
        minutes, seconds = divmod(value.nanoseconds // 10**9, 60)
        return {"duration": f"{minutes}m{seconds}s" if minutes else f"{seconds}s"}
    if isinstance(value, Timestamp):
        return {"timestamp": datetime.fromtimestamp(value.nanoseconds / 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    return {type_name(value): None}


def _asked(expression: str) -> dict[str, Any]:
    try:
        program = cel.compile(expression, cel.Environment({}))
    except cel.CelError:
        return {"invalid": True}
    try:
        return {"type": str(program.type), "value": _shown(program.evaluate(None))}
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
        # As text, because 1, 1.0 and true are the same to Python.
        assert json.dumps(_asked(line["expression"])) == json.dumps(expected)


def test_the_api_server_still_says_so() -> None:
    folder = os.environ.get("KUBEBUILDER_ASSETS")
    program = Path(folder or "", "celenv")
    if not folder or not program.is_file():
        pytest.skip("KUBEBUILDER_ASSETS holds no celenv: no second opinion on CEL")
    questions = "\n".join(json.dumps({"expression": line["expression"]}) for line in LINES)
    done = subprocess.run([program], input=questions, capture_output=True, encoding="utf-8", check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(LINES)
    for line, answer in zip(LINES, answers, strict=True):
        assert json.dumps(_recorded(line["expression"], answer)) == json.dumps(line)


def _recorded(expression: str, answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of `celenv` as the table keeps it."""
    for kind in ("invalid", "error"):
        if kind in answer:
            return {"expression": expression, kind: True}
    return {"expression": expression, "type": answer["type"], "value": _without_texts(answer.get("value"))}


def _without_texts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_texts(each) for each in value]
    if isinstance(value, dict):
        return {key: None if key.startswith(("kubernetes.", "net.")) else _without_texts(value[key]) for key in value}
    return value


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
