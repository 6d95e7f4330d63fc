"""What Unknowns make of expressions, as a table."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.model.values import Reference, Unknown
from scanner.policy.cel import CelEvaluationError, Environment, OptionalValue, UInt, compile
from scanner.policy.cel.types import DYN

U = Unknown("var.u is not set", (Reference("var.u"),), "u")
V = Unknown("var.v is not set", (Reference("var.v"),), "v")
K = Unknown("known after apply", (Reference("aws_x.y"),), "k", not_null=True)
NAMES = ("u", "same", "v", "k", "x")
DATA: tuple[Any, ...] = (
    U,
    Unknown("var.u is not set", (), "u"),
    V,
    K,
    {
        "u": U,
        "k": K,
        "one": 1,
        "list": [1, U],
        "pair": [1, 2],
        "tags": {"env": U, "team": "core"},
        "sure": {"env": K, "team": "core"},
        "maps": [{"a": 1}, {"a": U}, {"b": 1}],
    },
)
ENVIRONMENT = Environment(dict.fromkeys(NAMES, DYN))
ERROR = CelEvaluationError


def run(text: str) -> Any:
    return compile(text, ENVIRONMENT).evaluate(None, *DATA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Logic
        ("false && u", False),
        ("u && false", False),
        ("true && u", Unknown),
        ("u && true", Unknown),
        ("u && v", Unknown),
        ("true || u", True),
        ("u || true", True),
        ("false || u", Unknown),
        ("u || false", Unknown),
        ("u && 1 / 0 == 1", Unknown),
        ("1 / 0 == 1 && u", Unknown),
        ("1 / 0 == 1 || u", Unknown),
        ("u && 1 / 0 == 1 && false", False),
        ("u && x.nope", Unknown),
        ("!u", Unknown),
        ("u ? 1 : 2", Unknown),
        ("u ? 1 : 1", 1),
        ("u ? 1 : dyn(1.0)", Unknown),
        ("u ? true : true", True),
        ("u ? v : v", Unknown),
        ("u ? 1 / 0 : 1", Unknown),
        ("true ? 1 : u", 1),
        ("false ? u : 1", 1),
        ("true ? u : 1", Unknown),
        # Equality
        ("u == 1", Unknown),
        ("1 == u", Unknown),
        ("u == null", Unknown),
        ("k == null", False),
        ("null != k", True),
        ("u == u", True),
        ("u == same", True),
        ("u != same", False),
        ("u == v", Unknown),
        ("u != 1", Unknown),
        ("u == 'a'", Unknown),
        ("u == true", Unknown),
        ("u == false", Unknown),
        ("u == [1]", Unknown),
        ("[u] == [1]", Unknown),
        ("[u] == [same]", True),
        ("[u, 1] == [u, dyn(2)]", False),
        ("[u, 2] == [1, dyn(1)]", False),
        ("[u] == [1, dyn(2)]", False),
        ("{'a': u} == {'a': 1}", Unknown),
        ("{'a': u, 'b': 1} == {'a': 1, 'b': dyn(2)}", False),
        ("{'a': 1, 'b': 2} == {'a': 1}", False),
        ("{'a': k} == {'b': 1}", False),
        ("{'a': u, 'b': 1} == {'b': dyn(1)}", Unknown),
        ("{'a': k, 'b': 1} == {'b': dyn(1)}", False),
        ("optional.of(u) == optional.none()", False),
        ("optional.of(u) == optional.of(same)", True),
        ("optional.of(u) == optional.of(dyn(1))", Unknown),
        # Selection, index, has
        ("u.a", Unknown),
        ("u.a == same.a", True),
        ("u.a == same['a']", True),
        ("u.a == u.b", Unknown),
        ("u[0] == same[0]", True),
        ("u[v]", Unknown),
        ("x.u.a.b", Unknown),
        ("has(u.a)", Unknown),
        ("has(x.u)", Unknown),
        ("has(x.k)", True),
        ("has(x.one)", True),
        ("has(x.nope)", False),
        ("has(x.u.a)", Unknown),
        ("has(x.tags.env)", Unknown),
        ("has(x.tags.env) == has(x.tags.env)", True),
        ("x.pair[u]", Unknown),
        ("x.tags[u]", Unknown),
        ("x.list[1]", Unknown),
        ("x.list[0]", 1),
        ("x.list[2]", ERROR),
        # Optionals
        ("u.?a", Unknown),
        ("x.?u", Unknown),
        ("x.?u.orValue(1)", Unknown),
        ("x.?u.orValue(1) == u", Unknown),
        ("x.?u.hasValue()", Unknown),
        ("dyn(x.?u) == x.u", Unknown),
        ("x.?k.hasValue()", True),
        ("x.?k.orValue(1) == k", True),
        ("x.?nope.orValue(u)", Unknown),
        ("x.?one.orValue(u)", 1),
        ("x.?u.?a.orValue(1)", Unknown),
        ("x.?k.?a.orValue(1)", Unknown),
        ("x.?nope.?a.orValue(1)", 1),
        ("optional.of(u).hasValue()", True),
        ("optional.of(u).value() == same", True),
        ("optional.of(u).orValue(1) == same", True),
        ("optional.ofNonZeroValue(u).hasValue()", Unknown),
        ("x.?u.optMap(e, 1).orValue(1)", Unknown),
        ("x.?nope.optMap(e, u).hasValue()", False),
        ("x.?one.optMap(e, u).hasValue()", True),
        ("x.?one.optFlatMap(e, u)", Unknown),
        ("[?x.?u].size()", Unknown),
        ("[?x.?k].size()", 1),
        ("{?'a': x.?u}", Unknown),
        ("x.list.first().value()", 1),
        ("x.list.last().hasValue()", True),
        # Membership
        ("u in [1, 2]", Unknown),
        ("u in []", False),
        ("u in [same]", True),
        ("1 in x.list", True),
        ("3 in x.list", Unknown),
        ("1 in u", Unknown),
        ("u in {}", False),
        ("u in x.tags", Unknown),
        ("'team' in x.tags", True),
        ("'env' in x.tags", Unknown),
        ("'env' in x.sure", True),
        ("'nope' in x.tags", False),
        ("sets.contains(x.list, [1])", True),
        ("sets.contains(x.list, [3])", Unknown),
        ("sets.contains(x.pair, [3, u])", False),
        ("sets.intersects(x.list, [3])", Unknown),
        ("sets.intersects(x.list, [1])", True),
        ("sets.equivalent(x.list, [1])", Unknown),
        # Size
        ("size(u)", Unknown),
        ("size(x.list)", 2),
        ("size(x.sure)", 2),
        ("size(x.tags)", Unknown),
        ("size([u, v])", 2),
        # Functions and operators
        ("u + 1", Unknown),
        ("1 + u", Unknown),
        ("u + 1 == same + 1", True),
        ("u + 1 == u + 2", Unknown),
        ("u + v == u + v", True),
        ("u < 1", Unknown),
        ("-u", Unknown),
        ("u.startsWith('a')", Unknown),
        ("'abc'.contains(u)", Unknown),
        ("u.matches('a')", Unknown),
        ("string(u)", Unknown),
        ("int(u)", Unknown),
        ("type(u)", Unknown),
        ("dyn(u) == u", True),
        ("'%s'.format([u])", Unknown),
        ("'%s'.format([[1, [u]]])", Unknown),
        ("'%d'.format([1])", "1"),
        ("['a', u].join()", Unknown),
        ("[u, 1].sort()", Unknown),
        ("[1, u, 1].distinct()", Unknown),
        ("[u].distinct().size()", 1),
        ("[u, [1]].flatten()", Unknown),
        ("[u, 1].reverse()[0]", 1),
        ("[u, 1].slice(1, 2)", [1]),
        ("math.greatest([u, 1])", Unknown),
        ("math.greatest(u, 1)", Unknown),
        ("u / 0", Unknown),
        ("(u + 1 / 0) == 1", Unknown),
        ("{u: 1}", Unknown),
        ("{'a': u}.a == same", True),
        ("[u][0] == same", True),
        # Macros
        ("u.all(e, true)", Unknown),
        ("u.map(e, e)", Unknown),
        ("x.list.all(e, e > 0)", Unknown),
        ("x.list.all(e, e > 5)", False),
        ("x.list.exists(e, e == 1)", True),
        ("x.list.exists(e, e == 5)", Unknown),
        ("x.list.all(e, e / 0 == 1)", Unknown),
        ("[1, 0].all(e, e / 0 == 1 || u)", Unknown),
        ("x.list.exists_one(e, e == 1)", Unknown),
        ("[1, 1, u].exists_one(e, e == 1)", False),
        ("x.list.filter(e, e == 1)", Unknown),
        ("x.list.filter(e, true).size()", 2),
        ("x.list.map(e, e).size()", 2),
        ("x.list.map(e, u)[1] == same", True),
        ("x.list.map(e, e > 0, e)", Unknown),
        ("x.maps.all(m, !has(m.b) || m.b == 1)", True),
        ("x.maps.exists(m, has(m.a) && m.a == 1)", True),
        ("x.maps.exists(m, has(m.a) && m.a == 2)", Unknown),
        ("x.maps.filter(m, has(m.b)).size()", 1),
        ("x.tags.all(k, k != 'nope')", True),
        ("x.tags.all(k, k == 'team')", Unknown),
        ("x.tags.all(k, k == 'team' || 1 / 0 == 1)", Unknown),
        ("x.tags.exists_one(k, k == 'env' && 1 / 0 == 1)", Unknown),
        ("x.tags.exists(k, k == 'team')", True),
        ("x.tags.exists(k, k == 'env')", Unknown),
        ("x.tags.exists(k, k == 'nope')", False),
        ("x.tags.exists_one(k, k == 'team')", True),
        ("x.tags.exists_one(k, k.size() > 0)", Unknown),
        ("x.tags.map(k, k)", Unknown),
        ("x.sure.map(k, k).size()", 2),
        ("x.tags.filter(k, k == 'team')", ["team"]),
        ("x.tags.all(k, v, v == 'core' || k == 'env')", True),
        ("x.tags.transformMap(k, v, v)", Unknown),
        ("x.list.transformList(i, e, i)", [0, 1]),
        ("x.list.transformMapEntry(i, e, {e: i})", Unknown),
        ("x.list.sortBy(e, e)", Unknown),
        # Bindings
        ("cel.bind(a, u, true || a)", True),
        ("cel.bind(a, u, a == same)", True),
        ("cel.bind(a, 1 / 0, u || a == 1)", Unknown),
        # Messages
        ("google.protobuf.Int32Value{value: u}", Unknown),
    ],
)
def test_table(text: str, expected: Any) -> None:
    if expected is ERROR:
        with pytest.raises(CelEvaluationError):
            run(text)
    elif expected is Unknown:
        assert isinstance(run(text), Unknown)
    else:
        found = run(text)
        assert type(found) is type(expected)
        assert found == expected


def test_an_unknown_goes_through_unchanged() -> None:
    assert run("x.u") is U
    assert run("true ? x.u : 1") is U
    assert run("true && u") is U
    assert run("[u, 1][0]") is U


def test_a_selection_has_its_own_origin_and_keeps_the_cause() -> None:
    found = run("u.a.b")
    assert found.origin == (("u", "a"), "b")
    assert (found.cause, found.references) == (U.cause, U.references)


def test_references_are_combined() -> None:
    assert [one.name for one in run("u == 1 && v == 2").references] == ["var.u", "var.v"]
    assert [one.name for one in run("u + k").references] == ["var.u", "aws_x.y"]
    assert [one.name for one in run("u ? v : k").references] == ["var.u", "var.v", "aws_x.y"]


def test_a_default_does_not_have_the_origin_of_what_it_stands_in_for() -> None:
    """`u` may turn out null, and then the two defaults differ."""
    assert isinstance(run("x.?u.orValue('a') == x.?u.orValue('b')"), Unknown)


def test_origins_do_not_grow_without_bound() -> None:
    nested = "a59 == a59"
    for at in range(59, 0, -1):
        nested = f"cel.bind(a{at}, a{at - 1} + a{at - 1}, {nested})"
    assert run(f"cel.bind(a0, u, {nested})") is True


def test_unknowns_inside_results() -> None:
    assert run("[u, {'a': v}]") == [U, {"a": V}]
    found = run("optional.of(u)")
    assert isinstance(found, OptionalValue) and found.content == (U,)
    assert run("[1u, u][0]") == UInt(1)


def test_truth_of_an_unknown_is_never_asked() -> None:
    class Touchy(Unknown):
        __slots__ = ()

        def __bool__(self) -> bool:
            raise AssertionError("truth was asked")

        def __eq__(self, other: object) -> bool:
            return super().__eq__(other)

        __hash__ = Unknown.__hash__

    touchy = Touchy("touchy", (), "t")
    for text in (
        "x == 1",
        "!x",
        "x && true",
        "x ? 1 : 2",
        "[x].all(e, e)",
        "[x].filter(e, e)",
        "x in [1]",
        "has(x.a)",
        "x.?a",
    ):
        program = compile(text, Environment({"x": DYN}))
        assert isinstance(program.evaluate(None, touchy), Unknown)
        program.evaluate(None, {"a": touchy}) if "x ==" in text else None
