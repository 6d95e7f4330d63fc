"""The language definition as a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from cel_google import DATA, ENVIRONMENT, form
from cel_walker import walked

from scanner.policy.cel import CelError, CelEvaluationError, CelSyntaxError, CelTypeError, compile
from scanner.policy.cel.checker import check_tree
from scanner.policy.cel.declarations import standard
from scanner.policy.cel.library.dispatch import table
from scanner.policy.cel.parser import parse
from scanner.policy.cel.values import TYPE_NAMES

TABLE = [
    tuple(line.split(" => "))
    for line in (Path(__file__).parent / "cel_conformance.txt").read_text().split("\n")
    if " => " in line and not line.startswith("# ")
]
KINDS = {"error": CelEvaluationError, "refused": CelTypeError, "syntax": CelSyntaxError}


@pytest.mark.parametrize(("text", "outcome"), TABLE)
def test_outcome(text: str, outcome: str) -> None:
    word, _, message = outcome.partition(" ")
    if word in KINDS:
        with pytest.raises(CelError) as caught:
            compile(text, ENVIRONMENT).evaluate(None, *DATA.values())
        assert type(caught.value) is KINDS[word]
        assert message in caught.value.message
    else:
        program = compile(text, ENVIRONMENT)
        found = program.evaluate(None, *DATA.values())
        assert form(found) == form(walked(program, (), None, *DATA.values()))
        assert form(found) == form(compile(outcome, ENVIRONMENT).evaluate(None, *DATA.values()))


def test_every_declared_overload_is_implemented_and_the_other_way_round() -> None:
    letters = {name: letter for letter, name in TYPE_NAMES.items()}
    declared: dict[tuple[str, str], set[str]] = {}
    for key, signatures in standard().items():
        for signature in signatures:
            if signature.module == "authorization":
                continue  # asked of something that is never known
            kinds = "".join("*" if one.is_parameter else letters[one.name] for one in signature.parameters)
            declared.setdefault((signature.module, key), set()).add(kinds)
    for (module, key), kinds in declared.items():
        if module == "special" or key == "!_":
            continue
        implemented = set(table(module)[key])
        assert kinds <= implemented, key
        # Beside those, only numbers of different types may come as dyn.
        assert all(set(extra) <= set("iud") for extra in implemented - kinds), key
    for module in {module for module, _ in declared if module != "special"}:
        assert set(table(module)) == {key for where, key in declared if where == module} - {"!_"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "list(dyn)"),
        ("[1, 2]", "list(int)"),
        ("[1, 'a']", "list(dyn)"),
        ("[[], [1]]", "list(list(int))"),
        ("{'a': [1u]}", "map(string, list(uint))"),
        ("true ? dyn(1) : 2", "dyn"),
        ("[1].map(e, [e])", "list(list(int))"),
        ("[1].first()", "optional_type(int)"),
        ("x.a.b", "dyn"),
        ("x.?a", "optional_type(dyn)"),
        ("m.?a", "optional_type(int)"),
        ("cel.bind(a, 1u, [a])", "list(uint)"),
        ("optional.none()", "optional_type(dyn)"),
        ("optional.none().or(optional.of(1))", "optional_type(int)"),
        ("type(1)", "type(int)"),
        ("x + 1", "int"),
        ("x + x", "dyn"),
        ("size(x)", "int"),
        ("m.filter(k, k == 'a')", "list(string)"),
        ("m.transformMap(k, v, string(v))", "map(string, string)"),
        ("{'a': 1}.all(k, v, v > 0)", "bool"),
        ("timestamp(0) - duration('1s')", "google.protobuf.Timestamp"),
    ],
)
def test_type(text: str, expected: str) -> None:
    assert str(check_tree(parse(text), ENVIRONMENT).type) == expected
