"""Arguments, blocks, comments, recovery, and files that set variables."""

from __future__ import annotations

import pytest
from hcl_support import CORPUS, check_file, complaints, parsed, show, text_of

from scanner.inputs.terraform.syntax import parse, parse_variables
from scanner.model.places import Source


def blocks_of(text: str) -> list[str]:
    """Type and labels of the top-level blocks that were read."""
    return [" ".join([block.type, *block.labels]) for block in parsed(text).body.blocks]


def test_a_block_knows_its_parts() -> None:
    text = 'resource "a" "b" { # c\n  x = 1\n  nested {\n  }\n}\n'
    (block,) = parsed(text).body.blocks
    assert text[block.start : block.heading_end] == 'resource "a" "b"'
    assert [text[start:end] for start, end in block.label_spans] == ['"a"', '"b"']
    assert text[block.start : block.end] == text.rstrip()
    assert text[block.body.start : block.body.end] == " # c\n  x = 1\n  nested {\n  }\n"
    assert list(block.body.attributes) == ["x"]
    assert [inner.type for inner in block.body.blocks] == ["nested"]
    assert block.body.source.path == "test.tf"


def test_order_is_kept() -> None:
    file = parsed("z = 1\na = 2\nm {}\nb {}\nm {}\n")
    assert list(file.body.attributes) == ["z", "a"]
    assert [block.type for block in file.body.blocks] == ["m", "b", "m"]


@pytest.mark.parametrize(
    "text",
    [
        "a {}",
        "a{}",
        'a "b" {}\n',
        'a"b"c{}\n',
        "a { b = 1 }\n",
        "a { b = [\n1\n] }\n",
        "a { /* c */ b = 1 /* d */ } /* e */ # f\n",
        'a /* c */ "b" /* d\n */ {\n}\n',
        "a {\n\n\n}\n",
        "a {\r\n  b = 1\r\n}\r\n",
        "a = 1",
        "a = 1 # b",
        "a = 1 // b",
        "a = 1 /* b\n*/",
        "/* c */ a /* c */ = /* c */ 1\n",
        "a = 1\na {}\n",
        "",
        "\n\n",
        "#",
        "\ufeffa = 1\n",
    ],
)
def test_accepted(text: str) -> None:
    assert complaints(text) == []
    check_file(parsed(text))


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("a\n", "Argument or block definition required"),
        ("a", "Argument or block definition required"),
        ("a\n{\n}\n", "Argument or block definition required"),
        ("a.b = 1\n", "Argument or block definition required"),
        ("a == 1\n", "Argument or block definition required"),
        ("1 = 2\n", "Argument or block definition required"),
        ("}\n", "Argument or block definition required"),
        ('"a" = 1\n', "Invalid argument name"),
        ("a b = 1\n", "Invalid block definition"),
        ('a "b"\n', "Invalid block definition"),
        ('a "b${c}" {}\n', "Invalid string literal"),
        ('a "b\n', "Invalid string literal"),
        ('a "\\q" {}\n', "Invalid escape sequence"),
        ("a {} b {}\n", "Missing newline after block definition"),
        ("a {\n}}\n", "Missing newline after block definition"),
        ("a {\nb = 1 }\n", "Missing newline after argument"),
        ("a = 1 b = 2\n", "Missing newline after argument"),
        ("a = 1 /* x\n*/ b = 2\n", "Missing newline after argument"),
        ("a = 1,\n", "Unexpected comma after argument"),
        ("a { b = 1, c = 2 }\n", "Invalid single-argument block definition"),
        ("a { b = 1\n}\n", "Invalid single-argument block definition"),
        ("a { b {} }\n", "Argument definition required"),
        ("a {\n", "Unclosed configuration block"),
        ("a {\n b {\n }\n", "Unclosed configuration block"),
        ("a = 1\na = 2\n", "Attribute redefined"),
        ("a { \nb = 1\nb = 1\n}\n", "Attribute redefined"),
        ("a = 1 /* x", "Invalid expression"),
        ("\ufeff\ufeffa = 1\n", "Invalid character"),
        ("a²= 1\n", "Invalid character"),
        ("a = ·\n", "Invalid character"),
        ('a = "${·}"\n', "Invalid character"),
        ("a = <<E\n${f(·)}\nE\n", "Invalid character"),
        ("a\rb = 1\n", "Argument or block definition required"),
        ("a = 1\r", "Invalid character"),
    ],
)
def test_refused(text: str, summary: str) -> None:
    if summary == "Invalid expression":
        assert complaints(text)[0] in (summary, "Missing newline after argument")
    else:
        assert complaints(text)[0] == summary
    check_file(parsed(text))


def test_the_first_of_two_equal_arguments_stays() -> None:
    file = parsed("a = 1\na = 2\nb = 3\n")
    assert show(file.body.attributes["a"].expression) == "1"
    assert show(file.body.attributes["b"].expression) == "3"
    assert str(file.problems[0].place) == "test.tf:2:1"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("a {}\nb {\n x = =\n y {\n }\n}\nc {}\n", ["a", "c"]),
        ('b {\n x = [1\n}\nvariable "c" {}\n', ["variable c"]),
        ('b {\n x = "a\n}\nc {}\n', ["c"]),
        ('b {\n x {\n}\nresource "c" "d" {\n}\nlocals {\n}\n', ["resource c d", "locals"]),
        ("b {\n x = =\n s = <<E\n}\nlocals {\n}\nE\n}\nc {}\n", ["c"]),
        ('b {\n x = =\n s = "}" # }\n /* } */\n}\nc {}\n', ["c"]),
        ("b {\n x = =\n s = \"${ { a = 1 }.a }\"\n}\nc {}\n", ["c"]),
        ('x = [1,\nb {}\nlocals {}\n', ["locals"]),
        ("x = 1 +\nb {}\n", ["b"]),
        ("b {\n x = 1 y = 2\n}\nc {}\n", ["c"]),
        ("a {}\nb {\n s = <<E\nlocals {}\nvariable \"v\" {}\n", ["a"]),
    ],
)  # fmt: skip
def test_after_an_error_it_goes_on_at_the_next_block(text: str, blocks: list[str]) -> None:
    assert blocks_of(text) == blocks
    assert len(complaints(text)) == 1


def test_a_stray_character_costs_only_its_own_block() -> None:
    text = "a {}\nb {\n x\u00a0= 1\n}\nc {}\nd = e\u2009\nf = 1\n"
    assert blocks_of(text) == ["a", "c"]
    assert list(parsed(text).body.attributes) == ["f"]
    assert [str(problem.place) for problem in parsed(text).problems] == ["test.tf:3:3", "test.tf:6:6"]


def test_what_stands_in_strings_and_comments_is_no_stray() -> None:
    assert complaints('a = "\u00a0“” \u2028" # \u00a0 “”\n/* \u00a0 */ b = <<E\n\u00a0\u2028\nE\n') == []


def test_comments_that_may_be_directives() -> None:
    path = CORPUS / "syntax" / "comments.tf"
    file = parse(Source("c.tf", text_of(path)))
    found = [(comment.text, comment.place.line, comment.alone) for comment in file.comments]
    assert found == [
        ("bylaw:ignore[some-rule] reason", 9, True),
        ("bylaw:ignore[other-rule] at the end of a line", 10, False),
        ("tfsec:ignore:aws-s3-enable-versioning", 11, True),
        ("Skip this one, please", 12, True),
        ("checkov:skip=CKV_1: in a list", 18, False),
        ("skip", 19, True),
        ("ignore me, inside an interpolation", 21, False),
        ("and another IGNORE", 29, False),
        ("no space:skip", 36, True),
    ]
    for comment in file.comments:
        place = comment.place
        line = file.source.line(place.line)
        assert comment.text in line[place.column - 1 : place.end_column - 1]


def test_comments_in_broken_files_are_found_too() -> None:
    file = parsed("a {\n # skip\n b = =\n}\n# ignore\r\n")
    assert [(comment.text, comment.place.line) for comment in file.comments] == [("skip", 2), ("ignore", 5)]
    assert file.comments[1].place.end_column == len("# ignore") + 1


def test_collecting_garbage_is_left_as_it_was() -> None:
    import gc

    parsed("a = 1\n")
    assert gc.isenabled()
    gc.disable()
    try:
        parsed("a = 1\n")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_files_of_variables_hold_arguments_only() -> None:
    source = Source("x.tfvars", text_of(CORPUS / "invalid" / "blocks.tfvars"))
    file = parse_variables(source, json=False)
    assert list(file.body.attributes) == ["good"]
    assert file.body.blocks == []
    (problem,) = file.problems
    assert problem.what == "Unexpected bad block: blocks are not allowed here"
    assert str(problem.place) == "x.tfvars:2:1"


def test_strings_in_json_files_of_variables_are_taken_as_they_are() -> None:
    source = Source("x.tfvars.json", text_of(CORPUS / "json" / "prod.tfvars.json"))
    file = parse_variables(source, json=True)
    assert file.problems == []
    values = {name: show(attribute.expression) for name, attribute in file.body.attributes.items()}
    assert values == {
        "name": "'prod-${not_interpolated}'",
        "ports": "[{'port'=443 'open'=true}]",
        "ratio": "0.25d",
        "big": "12345678901234567890",
        "nothing": "null",
        "nested": "{'list'=[1 '2' [3]] 'empty'={}}",
    }
    duplicate = parse_variables(Source("x", '{"a": 1, "a": 2}'), json=True)
    assert [problem.what.partition(":")[0] for problem in duplicate.problems] == ["Duplicate attribute definition"]
    assert (
        parse_variables(Source("x", '[{"a": 1}]'), json=True).problems[0].what.startswith("Root value must be object")
    )
