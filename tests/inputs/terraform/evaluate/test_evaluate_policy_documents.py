"""`aws_iam_policy_document` against what the AWS provider was recorded to write, and what holds of every document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform import load_text
from scanner.model.values import Unknown

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORPUS = yaml.load((Path(__file__).parent / "policy_documents.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
_CASES: list[dict[str, Any]] = _CORPUS["cases"]


def read(text: str, name: str = "this") -> tuple[Any, Any, list[str]]:
    """The two texts of a document, and the errors."""
    graph = load_text(text)
    found = next(each for each in graph.resources if each.address == f"data.aws_iam_policy_document.{name}")
    errors = [problem.what for problem in graph.problems if problem.severity == "error"]
    return found.attributes["json"], found.attributes["minified_json"], errors


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in _CASES])
def test_documents_are_what_the_provider_writes(case: dict[str, Any]) -> None:
    text, minified, errors = read(case["terraform"])
    if case.get("ours") == "unknown":
        assert isinstance(text, Unknown) and isinstance(minified, Unknown) and not errors
    elif "ours" in case:
        assert json.loads(text) == json.loads(minified) == case["ours"] and not errors
    elif "error" in case:
        assert isinstance(text, Unknown) and len(errors) == 1, errors
    else:
        assert text == case["is"]
        assert minified == json.dumps(json.loads(case["is"]), separators=(",", ":"), ensure_ascii=False).translate(
            {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}
        )
        assert not errors


def test_a_document_that_is_refused_is_a_problem_at_its_block() -> None:
    graph = load_text('\ndata "aws_iam_policy_document" "d" {\n  statement {\n    effect = "allow"\n  }\n}\n')
    problem = graph.problems[0]
    assert problem.severity == "error" and problem.place is not None and problem.place.line == 2
    assert problem.what.startswith("data.aws_iam_policy_document.d: expected effect")
    assert problem.what.endswith(graph.resources[0].attributes["json"].cause)


_TEXTS = st.sampled_from(["*", "a", "b", "s3:Get*", "&{aws:username}", "<é>", ""])
_LISTS = st.lists(_TEXTS, max_size=3).map(json.dumps)
_EFFECTS = st.sampled_from(["", 'effect = "Deny"\n'])
_PRINCIPALS = st.builds(
    'principals {{\n type = "{}"\n identifiers = {}\n}}\n'.format, st.sampled_from(["*", "AWS", "Service"]), _LISTS
)
_CONDITIONS = st.builds(
    'condition {{\n test = "{}"\n variable = "{}"\n values = {}\n}}\n'.format,
    st.sampled_from(["Bool", "StringLike"]),
    st.sampled_from(["v", "w"]),
    _LISTS,
)
_BODIES = st.tuples(
    _EFFECTS,
    st.builds("actions = {}\n".format, _LISTS),
    st.builds("resources = {}\n".format, _LISTS),
    st.lists(_PRINCIPALS, max_size=3).map("".join),
    st.lists(_CONDITIONS, max_size=3).map("".join),
).map("".join)
_STATEMENTS = st.lists(_BODIES, max_size=3).map(
    lambda bodies: "".join(f'statement {{\nsid = "s{index}"\n{body}}}\n' for index, body in enumerate(bodies))
)


def document(name: str, body: str) -> str:
    return f'data "aws_iam_policy_document" "{name}" {{\n{body}}}\n'


@settings(max_examples=40, deadline=None)
@given(_STATEMENTS)
def test_both_texts_are_the_same_json_and_merging_changes_nothing(statements: str) -> None:
    made = document("made", statements)
    text, minified, errors = read(made, "made")
    assert not errors
    tree = json.loads(text)
    assert tree == json.loads(minified)
    assert tree["Version"] == "2012-10-17" and all(
        each["Effect"] in ("Allow", "Deny") for each in tree.get("Statement", [])
    )
    assert text == json.dumps(tree, indent=2, ensure_ascii=False).translate(
        {60: "\\u003c", 62: "\\u003e", 38: "\\u0026"}
    )
    # A principal of several blocks is written in their order, and in order of its texts once it was read back.
    made += document("once", "source_policy_documents = [data.aws_iam_policy_document.made.json]\n")
    once, name = read(made, "once")[0], "data.aws_iam_policy_document.once.json"
    for again in (
        f"override_policy_documents = [{name}, {name}]\n",
        f"source_policy_documents = [{name}]\noverride_policy_documents = [{name}]\n",
    ):
        assert read(made + document("this", again))[0] == once
    assert read(made + document("this", f"source_policy_documents = [{name}]\n{statements}"))[0] == text


def covers(known: Any, actual: Any) -> bool:
    """Whether a document known in part leaves room for the actual one. Texts in lists of IAM form sets."""
    if isinstance(known, Unknown):
        return True
    if isinstance(known, dict):
        absent = [name for name in known if name not in actual]
        return (
            actual.keys() <= known.keys()
            and all(isinstance(known[name], Unknown) and not known[name].not_null for name in absent)
            and all(covers(known[name], actual[name]) for name in actual)
        )
    if isinstance(known, list) and any(isinstance(item, Unknown) for item in known):
        items = actual if isinstance(actual, list) else [actual]
        return all(any(covers(item, one) for one in items) for item in known)
    if isinstance(known, list) and isinstance(actual, list):
        return len(known) == len(actual) and all(map(covers, known, actual))
    return bool(known == actual)


_STRINGS = st.sampled_from(["*", "a", "b", "HOLE", "HOLE"])
_MANY = st.one_of(_STRINGS, st.lists(_STRINGS, max_size=3), st.just("MANY"))
_OPTIONAL = st.one_of(st.none(), _MANY, st.just("ANY"))
_VARIABLES = st.dictionaries(
    st.sampled_from(["v", "w"]), st.one_of(_MANY, st.just("ANY"), st.just(1), st.booleans()), max_size=2
)
_TESTS = st.dictionaries(st.sampled_from(["Bool", "Null"]), st.one_of(st.just("ANY"), _VARIABLES), max_size=2)
_SOURCE_STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "HOLE"])},
    optional={
        "Sid": st.sampled_from(["s0", "s1", "HOLE"]),
        "Action": _OPTIONAL,
        "resource": _OPTIONAL,
        "Principal": st.one_of(st.just("ANY"), st.dictionaries(st.sampled_from(["*", "AWS"]), _MANY, max_size=2)),
        "Condition": st.one_of(st.just("ANY"), _TESTS),
    },
)
_SOURCES = st.fixed_dictionaries(
    {"Statement": st.one_of(st.just("ANY"), st.lists(st.one_of(_SOURCE_STATEMENTS, st.just("ANY")), max_size=3))},
    optional={"Id": st.sampled_from(["HOLE", "id"]), "Version": st.sampled_from(["HOLE", "2008-10-17"])},
)
_FILLINGS = {
    "HOLE": ['""', '"*"', '"s0"'],
    "MANY": ["[]", '["*"]', '["b", "a"]'],
    "ANY": ["{}", "null", '"*"', "[]", '{ Sid = "s0" }', "{ Bool = { x = true } }", "true"],
}
_TYPES = {"HOLE": "string", "MANY": "list(string)", "ANY": "any"}


@settings(max_examples=100, deadline=None)
@given(st.lists(_SOURCES, min_size=1, max_size=2), _STATEMENTS, st.booleans(), st.data())
def test_what_is_known_of_merged_documents_holds_whatever_the_rest_turns_out_to_be(
    sources: list[Any], statements: str, overriding: bool, data: st.DataObject
) -> None:
    texts = ", ".join(f"jsonencode({json.dumps(source)})" for source in sources)
    unset = filled = ""
    for name, values in _FILLINGS.items():
        texts = texts.replace(f'"{name}"', f"var.{name}")
        unset += f'variable "{name}" {{\ntype = {_TYPES[name]}\n}}\n'
        filled += f'variable "{name}" {{\ndefault = {data.draw(st.sampled_from(values))}\n}}\n'
    argument = "override_policy_documents" if overriding else "source_policy_documents"
    documents = document("this", f"{argument} = [{texts}]\n{statements}")
    known, _, refused = read(unset + documents)
    actual, _, wrong = read(filled + documents)
    if not wrong:
        assert not refused
        content = json.loads(known) if isinstance(known, str) else known.content
        assert covers(content, json.loads(actual)), (content, actual)


_HOLED = _STATEMENTS.flatmap(
    lambda text: st.lists(
        st.sampled_from(['"*"', '"a"', '"b"', "[]", '["a"', '"AWS"', '"v"', '"Deny"', '"s0"']), max_size=3
    ).map(lambda targets: _with_holes(text, targets))
)


def _with_holes(text: str, targets: list[str]) -> str:
    for target in targets:
        hole = {"[]": "var.items", '["a"': "[var.x"}.get(target, "var.x" if target != '"Deny"' else "var.effect")
        text = text.replace(target, hole, 1)
    return text


@settings(max_examples=80, deadline=None)
@given(_HOLED, st.sampled_from(["*", "a", "AWS", ""]), st.sampled_from(["[]", '["a"]', '["*", "b"]']), _STATEMENTS)
def test_what_is_known_of_a_document_holds_whatever_the_rest_turns_out_to_be(
    statements: str, value: str, items: str, overrides: str
) -> None:
    documents = document("given", overrides) + document(
        "this", f"override_policy_documents = [data.aws_iam_policy_document.given.json]\n{statements}"
    )
    unset = 'variable "x" {\ntype = string\n}\nvariable "items" {\ntype = list(string)\n}\nvariable "effect" {}\n'
    filled = f'variable "x" {{\ndefault = "{value}"\n}}\nvariable "items" {{\ndefault = {items}\n}}\n'
    known, _, errors = read(unset + documents)
    actual, _, wrong = read(filled + 'variable "effect" {\ndefault = "Deny"\n}\n' + documents)
    assert not errors
    if not wrong:
        content = json.loads(known) if isinstance(known, str) else known.content
        assert covers(content, json.loads(actual)), (content, actual)
