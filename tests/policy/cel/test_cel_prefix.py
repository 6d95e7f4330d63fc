"""What is known of an unknown text decides what it is not."""

from __future__ import annotations

import pytest

from scanner.model.values import Unknown
from scanner.policy.cel import Environment, compile
from scanner.policy.cel.types import DYN


def _text(prefix: str = "", content: object = None) -> Unknown:
    unknown = Unknown("known only after apply", not_null=True, content=content)
    unknown.prefix = prefix
    return unknown


@pytest.mark.parametrize(
    ("expression", "value", "expected"),
    [
        ('x == "allUsers"', _text("serviceAccount:"), False),
        ('x != "allUsers"', _text("serviceAccount:"), True),
        ('x in ["allUsers", "allAuthenticatedUsers"]', _text("serviceAccount:"), False),
        ('x == ""', _text("serviceAccount:"), False),
        ('x == ""', _text(content={"Statement": []}), False),
        ('x == "serviceAccount:a"', _text("serviceAccount:"), None),
        ('x in ["allUsers", "serviceAccount:a"]', _text("serviceAccount:"), None),
        ('x == "allUsers"', _text(), None),
        ('x == ""', _text(), None),
        ("x == 1", _text("serviceAccount:"), None),
    ],
)
def test_a_known_start(expression: str, value: Unknown, expected: bool | None) -> None:
    found = compile(expression, Environment({"x": DYN})).evaluate(None, value)
    assert isinstance(found, Unknown) if expected is None else found is expected
