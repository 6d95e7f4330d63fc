"""Maps that may have more entries than are known: what is there is known, and what is not there is not."""

from __future__ import annotations

from typing import Any

import pytest
from cel_walker import walked

from scanner.model.values import Unknown
from scanner.policy.cel import CelEvaluationError, Environment, compile
from scanner.policy.cel.types import DYN
from scanner.policy.cel.unknowns import OpenMap

REST = Unknown("the server may add to it")
ENVIRONMENT = Environment({"x": DYN, "key": DYN})
DATA: tuple[Any, ...] = (
    {
        "some": OpenMap({"a": 1, "b": {"c": "d"}}, REST),
        "none": OpenMap({}, REST),
        "closed": {"a": 1},
        "items": [OpenMap({"a": 1}, REST)],
    },
    Unknown("nobody knows"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("has(x.some.a)", True),
        ("has(x.some.b.c)", True),
        ("has(x.some.b.z)", False),
        ("has(x.some.z)", Unknown),
        ("!has(x.some.z)", Unknown),
        ("!has(x.some.z.y)", Unknown),
        ("!has(x.none.z)", Unknown),
        ("has(x.closed.z)", False),
        ("x.some.a == 1", True),
        ("x.some.z == 1", Unknown),
        ("x.some['z'] == 1", Unknown),
        ("x.some.z == x.some.z", Unknown),
        ("x.some.z || true", True),
        ("!has(x.some.z) || x.some.z == 1", Unknown),
        ("'a' in x.some", True),
        ("'z' in x.some", Unknown),
        ("!('z' in x.some)", Unknown),
        ("key in x.none", Unknown),
        ("1 in x.some", False),
        ("x.some.?a.orValue(2) == 1", True),
        ("x.some.?z.orValue(2) == 2", Unknown),
        ("x.some[?'z'].hasValue()", Unknown),
        ("x.some.?z.y.orValue(2) == 2", Unknown),
        ("x.some.size() == 2", Unknown),
        ("size(x.none) == 0", Unknown),
        ("x.some == {'a': 1}", False),
        ("x.some == {'a': 2}", False),
        ("{'a': 1, 'b': {'c': 'd'}} == x.some", Unknown),
        ("x.none == {}", Unknown),
        ("x.some == x.some", Unknown),
        ("x.items == [{'a': 2}]", False),
        ("x.items == [{'a': 1}]", Unknown),
        ("x.some.exists(k, k == 'a')", True),
        ("x.some.exists(k, k == 'z')", Unknown),
        ("x.some.all(k, k != 'a')", False),
        ("x.some.all(k, k != 'z')", Unknown),
        ("x.none.all(k, false)", Unknown),
        ("x.some.exists_one(k, k == 'a')", Unknown),
        ("x.some.filter(k, k == 'z').size() == 0", Unknown),
        ("x.some.map(k, k).exists(k, k == 'b')", True),
        ("x.some.exists(k, v, k == 'a' && v == 1)", True),
        ("x.some.all(k, v, k != 'z')", Unknown),
        ("x.some.transformMap(k, v, v).size() == 2", Unknown),
        ("x.items.all(i, has(i.a))", True),
        ("x.items.all(i, !has(i.z))", Unknown),
        ("x.items.exists(i, i.?z.orValue(false) || i.a == 1)", True),
        ("optional.ofNonZeroValue(x.none).hasValue()", Unknown),
        ("optional.ofNonZeroValue(x.some).hasValue()", True),
        ("'%s'.format([x.none]) == '{}'", Unknown),
        ("type(x.none) == map", True),
    ],
)
def test_what_is_said_of_open_maps(text: str, expected: Any) -> None:
    program = compile(text, ENVIRONMENT)
    for found in (program.evaluate(None, *DATA), walked(program, (), None, *DATA)):
        if expected is Unknown:
            assert isinstance(found, Unknown)
        else:
            assert found is expected


def test_keys_that_are_no_text_are_not_there() -> None:
    with pytest.raises(CelEvaluationError, match="no such key: 1"):
        compile("x.some[1]", ENVIRONMENT).evaluate(None, *DATA)
