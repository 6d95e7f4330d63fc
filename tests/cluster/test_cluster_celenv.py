"""The second opinion on CEL answers as the Kubernetes API server would: libraries, types, composed variables."""

from __future__ import annotations

from typing import Any

import pytest
from cluster_celenv import CelEnv, plain


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("1 + 1", "int", 2),
        ("2u", "uint", 2),
        ("2.0", "double", 2.0),
        ("0.0 / 0.0 == 0.0", "bool", False),
        ("b'ab'", "bytes", b"ab"),
        ("{'a': [1, 2]}", "map(string, list(int))", {"a": [1, 2]}),
        ("optional.none()", "optional_type(dyn)", ()),
        ("optional.of('x')", "optional_type(string)", ("x",)),
        ("quantity('1Gi').add(quantity('1Mi'))", "kubernetes.Quantity", "1025Mi"),
        ("url('https://a.b:80/c?d=e').getHostname()", "string", "a.b"),
        ("'a1b22'.findAll('[0-9]+')", "list(string)", ["1", "22"]),
        ("[3, 1, 2].sort()", "list(int)", [1, 2, 3]),
        ("cidr('10.0.0.0/8').containsIP(ip('10.1.2.3'))", "bool", True),
        ("semver('1.2.3').isLessThan(semver('1.10.0'))", "bool", True),
        ("!format.dns1123Label().validate('Not One').hasValue()", "bool", False),
        ("sets.contains([1, 2], [2])", "bool", True),
        ("[1, 2].all(i, v, i < v)", "bool", True),
        ("duration('90s')", "google.protobuf.Duration", "1m30s"),
        ("timestamp('2020-01-01T00:00:00Z')", "google.protobuf.Timestamp", "2020-01-01T00:00:00Z"),
    ],
)
def test_values_and_types(celenv: CelEnv, expression: str, kind: str, value: Any) -> None:
    answer = celenv.ask(expression)
    assert (answer.get("type"), plain(answer.get("value"))) == (kind, value), answer


def test_numbers_keep_their_types(celenv: CelEnv) -> None:
    answer = celenv.ask("[type(x) == int, type(y) == double]", {"x": 1, "y": 1.0})
    assert answer["value"] == [True, True]
    assert celenv.ask("x", {"x": {"b": None, "a": [1.0]}})["value"] == {"map": [["a", [1.0]], ["b", None]]}


def test_what_does_not_compile(celenv: CelEnv) -> None:
    assert "no matching overload" in celenv.ask("1 + 'a'")["invalid"]
    assert "undeclared reference" in celenv.ask("nothing")["invalid"]
    assert "no matching overload" in celenv.ask("x + 'a'", types={"x": "int"})["invalid"]
    assert "Syntax error" in celenv.ask("1 +")["invalid"]


def test_what_has_no_value(celenv: CelEnv) -> None:
    assert celenv.ask("x.y", {"x": {}})["error"] == "no such key: y"
    assert "value" not in celenv.ask("1 / 0")


def test_the_environment_of_an_admission_policy(celenv: CelEnv) -> None:
    given = {
        "object": {"spec": {"replicas": 3}},
        "request": {"operation": "CREATE"},
        "namespaceObject": {"metadata": {"labels": {"tier": "gold"}}},
    }
    composed = [("replicas", "object.spec.replicas"), ("double", "variables.replicas * 2")]
    answer = celenv.ask("variables.double > 5", given, admission=True, composed=composed)
    assert (answer["type"], answer["value"]) == ("bool", True)
    gold = "namespaceObject.metadata.labels.tier == 'gold' && request.operation == 'CREATE' && params == null"
    assert celenv.ask(gold, given, admission=True)["value"] is True
    assert "undefined field 'nothing'" in celenv.ask("request.nothing", given, admission=True)["invalid"]
    assert "undefined field" in celenv.ask("variables.other", given, admission=True)["invalid"]
    allowed = celenv.ask("authorizer.group('').resource('pods').check('get').allowed()", given, admission=True)
    assert allowed["type"] == "bool"
