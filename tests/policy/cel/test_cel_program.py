"""Programs: loading, named expressions, functions, paths read, and staying on the fast path."""

from __future__ import annotations

import marshal
import subprocess
import sys
from typing import Any

import pytest

from scanner.model.values import Array, Object, Unknown
from scanner.policy.cel import (
    CelEvaluationError,
    CelTypeError,
    Environment,
    Function,
    Program,
    Read,
    check,
    compile,
    exact,
    load,
    parse,
)
from scanner.policy.cel.types import BOOL, DYN, INT, STRING, list_of

ENVIRONMENT = Environment({"resource": DYN, "pod": DYN})


def run(text: str, *values: Any, **named: str) -> Any:
    values = (*values, None, None)[:2]
    return compile(text, ENVIRONMENT, variables=list(named.items())).evaluate(None, *values)


def test_code_can_be_marshalled() -> None:
    function = Function("double", (INT,), INT, lambda value: value * 2)
    environment = Environment({"n": INT}, [function])
    program = compile("[1, 2u, b'x', 1.5, 'é'].size() + double(n) + size(s)", environment, variables=[("s", "'abc'")])
    again = load(marshal.loads(marshal.dumps(program.code)), [function])
    assert again(None, 5) == program.evaluate(None, 5) == 18


def test_loading_imports_no_parser_checker_or_compiler() -> None:
    script = """
import marshal, sys
from scanner.policy.cel import load
run = load(marshal.loads(sys.stdin.buffer.read()))
assert run(None, {"a": [1, 2]}, None) is True
assert run(None, {}, None) is False
loaded = {name.rpartition(".")[2] for name in sys.modules if name.startswith("scanner.policy.cel")}
assert not loaded & {"parser", "lexer", "macros", "checker", "plan", "generate", "program", "declarations"}, loaded
assert not {"decimal", "ipaddress", "datetime", "re2"} & set(sys.modules)
"""
    code = marshal.dumps(compile("resource.?a.orValue([]).exists(e, e == 2) || 1 / 0 == 1 && false", ENVIRONMENT).code)
    done = subprocess.run([sys.executable, "-c", script], input=code, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_program_knows_its_text_and_type() -> None:
    program = compile("size(resource) > 1", ENVIRONMENT)
    assert (program.text, program.type) == ("size(resource) > 1", BOOL)
    assert check(parse("[resource.a]"), ENVIRONMENT) == list_of(DYN)


# Named expressions


def test_named_expressions_may_use_earlier_ones() -> None:
    assert run("b + a", {"n": 2}, a="resource.n", b="a * 10") == 22


def test_named_expressions_may_not_use_later_ones() -> None:
    with pytest.raises(CelTypeError) as caught:
        run("a", a="b + 1", b="1")
    assert (caught.value.variable, caught.value.offset) == ("a", 0)


def test_named_expressions_are_evaluated_once_and_only_when_used() -> None:
    calls: list[str] = []

    def note(name: str) -> int:
        calls.append(name)
        return 1

    environment = Environment({}, [Function("note", (STRING,), INT, note)])
    variables = [("used", "note('used')"), ("spare", "note('spare')"), ("twice", "used + used")]
    program = compile("[1, 2].all(e, twice + used + e > 0) || spare == 2", environment, variables=variables)
    assert program.evaluate(None) is True
    assert calls == ["used"]


def test_faults_of_a_named_expression_count_only_where_it_is_used() -> None:
    assert run("true || broken == 1", broken="1 / 0") is True
    assert run("[1, 2].exists(e, e == 2 || broken == e)", broken="1 / 0") is True
    assert run("maybe || true", {"u": Unknown("u")}, maybe="resource.u") is True
    with pytest.raises(CelEvaluationError) as caught:
        run("1 + broken", broken="  1 / 0")
    assert (caught.value.variable, caught.value.offset) == ("broken", 4)


def test_an_error_of_the_expression_itself_names_no_variable() -> None:
    with pytest.raises(CelEvaluationError) as caught:
        run("fine + resource.nope", {}, fine="1")
    assert (caught.value.variable, caught.value.offset) == (None, 16)


# Functions of the environment


def test_contextual_and_receiver_functions() -> None:
    functions = [
        Function("linked", (STRING,), list_of(DYN), lambda context, kind: context[kind], contextual=True),
        Function("shout", (STRING,), STRING, str.upper, receiver=True),
        Function("shout", (STRING, INT), STRING, lambda text, times: text.upper() * times, receiver=True),
        Function("net.open", (DYN,), BOOL, lambda value: value == "0.0.0.0/0"),
    ]
    environment = Environment({"x": DYN}, functions)
    context = {"bucket": [{"name": "a"}]}
    assert compile("linked('bucket')[0].name.shout()", environment).evaluate(context, None) == "A"
    assert compile("x.shout(2)", environment).evaluate(None, "a") == "AA"
    assert compile("net.open(x)", environment).evaluate(None, "0.0.0.0/0") is True
    with pytest.raises(CelTypeError):
        compile("linked(1)", environment)
    with pytest.raises(CelTypeError):
        compile("shout(x)", environment)
    for value in (1, {"a": 1}, None):
        with pytest.raises(CelEvaluationError, match="no matching overload for 'shout'"):
            compile("x.shout()", environment).evaluate(None, value)


def test_a_function_that_fails_is_an_evaluation_error_with_a_place() -> None:
    def picky(value: str) -> int:
        raise ValueError(f"no {value}")

    environment = Environment({}, [Function("picky", (STRING,), INT, picky)])
    with pytest.raises(CelEvaluationError) as caught:
        compile("1 + picky('a')", environment).evaluate(None)
    assert (caught.value.message, caught.value.offset) == ("picky(): no a", 4)
    assert compile("true || picky('a') == 1", environment).evaluate(None) is True


def test_unknown_arguments_reach_only_lenient_functions() -> None:
    def truthy(value: Any) -> Any:
        return "unknown" if isinstance(value, Unknown) else "known"

    strict, lenient = (
        Function("strict", (DYN,), STRING, truthy),
        Function("lenient", (DYN,), STRING, truthy, lenient=True),
    )
    environment = Environment({"x": DYN}, [strict, lenient])
    assert isinstance(compile("strict(x)", environment).evaluate(None, Unknown("u")), Unknown)
    assert compile("lenient(x)", environment).evaluate(None, Unknown("u")) == "unknown"
    assert compile("strict([x])", environment).evaluate(None, Unknown("u")) == "known"


# Paths read


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("true", []),
        ("resource", [""]),
        ("resource.a.b == 1 && resource.a.b == 2", ["a.b"]),
        ("has(resource.a.b)", ["a.b"]),
        ("resource.?a.?b.orValue(1)", ["a.b"]),
        ("resource['a']['b c']", ["a.b c"]),
        ("resource.a[0].b", ["a.*.b"]),
        ("resource.a[resource.i].b", ["i", "a.*.b"]),
        ("resource.ingress.exists(i, '0.0.0.0/0' in i.cidr_blocks)", ["ingress", "ingress.*.cidr_blocks"]),
        ("resource.a.all(x, x.b.exists(y, y.c))", ["a", "a.*.b", "a.*.b.*.c"]),
        ("resource.a.filter(x, x.b).map(y, y.c)", ["a", "a.*.b", "a.*.c"]),
        ("resource.a.all(k, v, v.b == k)", ["a", "a.*.b"]),
        ("resource.?a.orValue([]).all(x, x.b)", ["a", "a.*.b"]),
        ("resource.a.map(x, x.b).all(y, y.c)", ["a", "a.*.b"]),
        ("resource.a.reverse().all(x, x.b)", ["a"]),
        ("cel.bind(a, resource.a, a.b && a.c)", ["a.b", "a.c"]),
        ("cel.bind(a, resource.a, true)", []),
        ("resource.?a.optMap(v, v.b).orValue(1)", ["a", "a.b"]),
        ("(resource.a ? resource.b : resource.c).d", ["a", "b", "c"]),
        ("dyn(resource.a).b", ["a.b"]),
        ("[resource.a, {'k': resource.b}]", ["a", "b"]),
        ("size(resource.a) > 0 || resource.b.startsWith('x')", ["a", "b"]),
        ("resource.all(resource, resource.a)", ["", "*.a"]),
        ("block.c && block.d", ["x.b.c", "x.b.d"]),
    ],
)
def test_paths_read(text: str, paths: list[str]) -> None:
    program = compile(text, ENVIRONMENT, variables=[("unused", "resource.z"), ("block", "resource.x.b")])
    assert {read.variable for read in program.reads} <= {"resource"}
    assert [".".join(read.path) for read in program.reads] == paths


def test_a_read_knows_where_it_is() -> None:
    program = compile("resource.a == pod.b", ENVIRONMENT, variables=[])
    assert program.reads == (Read("resource", ("a",)), Read("pod", ("b",)))
    assert [read.offset for read in program.reads] == [9, 18]


# The fast path

POD = {
    "allContainers": Array(
        [Object({"name": "a", "image": "nginx:1", "ports": [{"p": 80}]}), Object({"name": "b", "image": "x"})]
    ),
    "spec": Object({"hostNetwork": False, "replicas": 3}),
}


@pytest.mark.parametrize(
    "text",
    [
        "pod.allContainers.all(c, has(c.securityContext) && has(c.securityContext.privileged)"
        " ? c.securityContext.privileged == false : true)",
        "pod.allContainers.all(c, c.?securityContext.?runAsNonRoot.orValue(false)"
        " || pod.spec.?hostNetwork.orValue(false))",
        "!(resource.acl in ['public-read', 'public-read-write'])",
        "resource.acl == 'private' || resource.acl != 'public' && !resource.open",
        "resource.n in [1, 2, 3] && resource.n >= 2 && 3 > resource.n",
        "resource.rules.exists(r, '0.0.0.0/0' in r.?cidrs.orValue([]) && r.from <= 22 && r.to >= 22)",
        "resource.rules.map(r, r.from).exists(p, p == 80) || resource.rules.filter(r, has(r.to)).size() == 1",
        "resource.name.startsWith('a') && resource.name.endsWith('z') && resource.name.contains('-')",
        "resource.name.matches('^[a-z-]+$')",
        "size(resource.rules) > 0 && resource.tags.size() >= 1 && 'env' in resource.tags",
        "resource.tags.all(k, v, k != '' && v != '')",
        "resource.tags['env'] == 'prod' && resource.rules[0].from == 22",
        "resource.?tags.?env.hasValue() && has(resource.?tags.env)",
        "cel.bind(t, resource.tags, has(t.env) && t.env == 'prod')",
        "resource.?tags.optMap(t, t.env).orValue('') == 'prod'",
        "(resource.open ? 'a' : 'b') + resource.name == 'bab-z' || resource.ratio < 0.5",
        "pod.allContainers.exists_one(c, c.image.endsWith(':1'))",
        "pod.allContainers.all(c, c.?ports.orValue([]).all(p, p.p > 1))",
        "'%s is open'.format([resource.name]).size() > 3",
        "ports.all(p, p > 1) && ports.size() == 1",
        "resource.none == null && resource.ratio == 0.5 && resource.cidrs == ['10.0.0.0/8']",
        "type(resource.name) == string",
        "resource.cidrs.exists(c, cidr(c).containsIP('10.0.0.1'))",
    ],
)
def test_everyday_conditions_are_answered_without_the_walker(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = {
        "acl": "private",
        "open": False,
        "n": 2,
        "name": "ab-z",
        "ratio": 0.5,
        "none": None,
        "cidrs": ["10.0.0.0/8"],
        "tags": Object({"env": "prod"}),
        "rules": Array([{"from": 22, "to": 22, "cidrs": ["10.0.0.0/8"]}, {"from": 80, "to": 80}]),
    }
    variables = [("ports", "pod.allContainers.filter(c, has(c.ports)).map(c, c.ports[0].p)")]
    program = compile(text, ENVIRONMENT, variables=variables)
    expected = program.evaluate(None, resource, POD)
    assert isinstance(expected, bool)
    program = compile(text, ENVIRONMENT, variables=variables)
    monkeypatch.setattr(exact, "walker", None)
    assert program.evaluate(None, resource, POD) is expected


def test_values_of_every_shape() -> None:
    program: Program = compile("resource", ENVIRONMENT)
    for value in (None, True, 1, 1.5, "a", b"a", [1], (1,), {"a": 1}, Object({"a": 1}), Array([1])):
        assert program.evaluate(None, value, None) is value
