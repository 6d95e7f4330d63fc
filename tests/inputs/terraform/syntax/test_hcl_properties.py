"""Whatever the text is: nothing is raised, every problem lies in the file, offsets nest, and the time is bounded."""

from __future__ import annotations

import time

import pytest
from hcl_support import JSON, NATIVE, check_expression, check_file, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.inputs.terraform.syntax import (
    HclSyntaxError,
    parse,
    parse_expression,
    parse_json,
    parse_template,
    parse_variables,
)
from scanner.inputs.terraform.syntax.tree import Expression
from scanner.inputs.terraform.syntax.walk import MAX_HEIGHT, children
from scanner.model.places import Source

QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TOKENS = [
    *"[](){}\"=:,.?!<>+-*/%&|~$@;\\'`\t\n\r\0",
    *("=>", "...", "::", "==", "!=", "<=", ">=", "&&", "||", "${", "%{", "${~", "~}", "$${", "%%{", "[*]", ".*", ".0"),
    *("<<E\n", "<<-E\n", "E\n", "\nE\n", "#", "//", "/*", "*/", "\\n", "\\u00e9", "\\", "\r\n", " ", "\n", "  "),
    *("for", "in", "if", "else", "endif", "endfor", "true", "null", "a", "b", "é", "€", "x-y", "1", "2.5", "1e3", "_"),
    *(
        '"x"',
        '"${a}"',
        "a = 1\n",
        "b {\n",
        "}\n",
        '"l" ',
        "[1, 2]",
        "{ a = 1 }",
        "f(",
        "%{ if a }",
        "%{ endif }",
        "\ufeff",
    ),
]

SOUP = st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)
NATIVE_TEXTS = st.sampled_from([text_of(path) for path in NATIVE if path.stat().st_size < 12_000])
JSON_TEXTS = st.sampled_from([text_of(path) for path in JSON])
JSON_TOKENS = st.lists(
    st.sampled_from(
        [*'{}[]:,"\\/0123 \n', '"a"', '"locals"', '"${a}"', '"resource"', "null", "-1.5e3", '"\\u00e9"', '"//"']
    ),
    max_size=30,
).map("".join)


@st.composite
def damaged(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A file with a few pieces cut out, put in, or moved."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 40, 400])))
        text = text[:start] + draw(st.one_of(st.just(""), st.sampled_from(TOKENS), SOUP)) + text[end:]
    return text


@QUIET
@given(st.text())
def test_any_text(text: str) -> None:
    check_file(parse(Source("t.tf", text)))


@QUIET
@given(SOUP)
def test_token_soup(text: str) -> None:
    check_file(parse(Source("t.tf", text)))
    check_file(parse(Source("t.tf", f"a = {text}\n")))


@QUIET
@given(damaged(NATIVE_TEXTS))
def test_damaged_files(text: str) -> None:
    check_file(parse(Source("t.tf", text)))


@QUIET
@given(st.one_of(st.text(), JSON_TOKENS, damaged(JSON_TEXTS)))
def test_json_of_any_kind(text: str) -> None:
    check_json(parse_json(Source("t.tf.json", text)))
    check_json(parse_variables(Source("t.tfvars.json", text), json=True))


@QUIET
@given(st.one_of(st.text(), SOUP))
def test_lone_expressions_and_templates(text: str) -> None:
    source = Source("t", text)
    for parser in (parse_expression, parse_template):
        try:
            node = parser(text, source)
        except HclSyntaxError as error:
            assert 0 <= error.start <= error.end <= len(text)
            assert error.message
        else:
            check_expression(node, 0, len(text))


@QUIET
@given(SOUP)
def test_offsets_of_json_templates_lie_in_their_string(text: str) -> None:
    import json

    written = json.dumps({"output": {"a": {"value": f"é{text}"}}})
    check_json(parse_json(Source("t.tf.json", written)))


def check_json(file: object) -> None:
    """JSON files satisfy the same, but for labels, which lie outside their block."""
    from scanner.inputs.terraform.syntax.tree import File

    assert isinstance(file, File)
    size = len(file.source.text)
    for problem in file.problems:
        assert problem.place is not None
    bodies = [file.body]
    while bodies:
        body = bodies.pop()
        assert 0 <= body.start <= body.end <= size
        for attribute in body.attributes.values():
            assert body.start <= attribute.start < attribute.end <= body.end
            check_expression(attribute.expression, attribute.start, attribute.end)
        for block in body.blocks:
            assert body.start <= block.start < block.heading_end <= block.end <= body.end
            bodies.append(block.body)


MEGABYTE = 200_000
HOSTILE = {
    "brackets": "a = " + "[" * MEGABYTE,
    "braces": "a = " + "{" * MEGABYTE,
    "parentheses": "a = " + "(" * MEGABYTE,
    "blocks": "a {\n" * (MEGABYTE // 4),
    "unusual blocks": "a b c /* d */ {\n" * (MEGABYTE // 16),
    "prefixes": "a = " + "!-" * (MEGABYTE // 2),
    "templates": 'a = "' + '${"' * (MEGABYTE // 3),
    "stripped templates": "a = " + '"${~' * 90 + "1" + '~}"' * 90 + "\n",
    "calls": "a = " + "f(" * (MEGABYTE // 2),
    "indices": "a = b" + "[c" * (MEGABYTE // 2),
    "splats": "a = b" + "[*]" * (MEGABYTE // 3),
    "computed steps": "a = b" + "[x]" * (MEGABYTE // 3),
    "spaced steps": "a = b" + " .c" * (MEGABYTE // 3),
    "sums": "a = 1" + " + 1" * (MEGABYTE // 4),
    "conditionals": "a = b" + " ? c : d" * (MEGABYTE // 8),
    "nested conditionals": "a = " + "b ? " * (MEGABYTE // 4),
    "namespaces": "a = b" + "::c" * (MEGABYTE // 3),
    "directives": 'a = "' + "%{ if a }" * (MEGABYTE // 9),
    "for": "a = " + "[for a in b : " * (MEGABYTE // 14),
    "open comments": "/*" * (MEGABYTE // 2),
    "dollars": 'a = "' + "$" * MEGABYTE,
    "escapes": 'a = "' + "\\" * MEGABYTE,
    "open heredocs": "a = <<E\n" * (MEGABYTE // 8),
    "long heredoc line": "a = <<E\n" + "E" * MEGABYTE,
    "errors": "a = =\n" * (MEGABYTE // 6),
    "unclosed blocks": "locals {\n" * 90 + "".join(f"  a{number} = 1\n" for number in range(MEGABYTE // 10)),
    "returns": "\r" * MEGABYTE,
    "strays": "a = €\n" * (MEGABYTE // 6),
    "long name": "é" * MEGABYTE,
    "digits": "a = " + "1" * MEGABYTE + "." + "1" * MEGABYTE + "e5\n",
    "exponent": "a = 1e" + "9" * MEGABYTE + "\n",
    "skips": 'a = "' + "skip " * (MEGABYTE // 5) + '"\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_cost_little(name: str) -> None:
    start = time.process_time()
    check_file(parse(Source("t.tf", HOSTILE[name])))
    assert time.process_time() - start < 5


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"locals":[', '{"resource":'])
def test_deep_json_is_a_problem(opening: str) -> None:
    file = parse_json(Source("t.tf.json", opening * 50_000))
    assert [problem.what.partition(":")[0] for problem in file.problems] == ["Nested too deeply"]
    deep = "[" * 90 + "]" * 90
    assert parse_json(Source("t.tf.json", f'{{"locals": {{"a": {deep}}}}}')).problems == []


def height(root: Expression) -> int:
    """How high a tree is."""
    highest, stack = 0, [(root, 1)]
    while stack:
        node, level = stack.pop()
        highest = max(highest, level)
        stack += [(child, level + 1) for child in children(node)]
    return highest


@pytest.mark.parametrize("links", [10, 30, 60, 150, 250])
@pytest.mark.parametrize(
    ("opening", "closing", "levels"),
    [
        ("1 + ", "", 1),
        ("b ? c : ", "", 1),
        ('"%{ if a }', '%{ endif }"', 1),
        ('"' + "%{ if a }" * 30 + "${", "}" + "%{ endif }" * 30 + '"', 5),
        ("(1 + " * 10, ")" * 10, 4),
        ("[b ? c : {d = -", "}]", 9),
    ],
)
def test_no_tree_is_too_high_to_recurse_over(opening: str, closing: str, levels: int, links: int) -> None:
    text = "a = " + opening * links + "1" + closing * links + "\n"
    file = parse(Source("t.tf", text))
    for attribute in file.body.attributes.values():
        assert height(attribute.expression) <= MAX_HEIGHT + 1
    assert bool(file.problems) == (not file.body.attributes)
    assert file.problems or links * levels < 400
    left_deep = parse(Source("t.tf", "a = b" + "[c]" * links + " + 1" * links + "\n"))
    assert bool(left_deep.problems) == (2 * links > MAX_HEIGHT)


def test_what_is_allowed_fits_on_the_stack() -> None:
    """The deepest nesting that is accepted, of the constructs with most frames a level."""
    for opening, closing in [
        ("[", "]"),
        ("f(", ")"),
        ("{ a = ", "}"),
        ("(", ")"),
        ('"${', '}"'),
        ('"x${~', '~}"'),
        ("-", ""),
    ]:
        text = "a = " + opening * 45 + "1" + closing * 45 + "\n"
        assert parse(Source("t.tf", text)).problems == [], opening
    mixed = "a = " + '[{ a = f("x${~ !(b ? c[' * 10 + "1" + ']: d) ~}") }]' * 10 + "\n"
    assert parse(Source("t.tf", mixed)).problems == []
