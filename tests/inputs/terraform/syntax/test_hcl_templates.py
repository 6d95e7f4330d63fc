"""Strings, heredocs and templates, compared with what Terraform 1.11 makes of the same text."""

from __future__ import annotations

import pytest
from hcl_support import check_expression, complaints, expression_of, show

from scanner.inputs.terraform.syntax import HclSyntaxError, parse_template
from scanner.model.places import Source

TREES = [
    ('""', "''"),
    ('"a"', "'a'"),
    (r'"\n\r\t\"\\\u00e9\U0001F600"', repr('\n\r\t"\\é😀')),
    ('"$${a}"', "'${a}'"),
    ('"%%{a}"', "'%{a}'"),
    ('"a$$${b}"', "'a$${b}'"),
    ('"$ % $$ %% $x %x 5%"', "'$ % $$ %% $x %x 5%'"),
    ('"%${a}"', "(template '%' @a)"),
    ('"%%${a}"', "(template '%%' @a)"),
    ('"$%{ if a }x%{ endif }"', "(template '$' (%if @a ['x'] []))"),
    ('"${a}"', "(wrap @a)"),
    ('"${ a.b[0] }"', "(wrap @a.b[0])"),
    ('"${~ a ~}"', "(wrap @a)"),
    ('"${~ a ~} "', "(template @a)"),
    ('"${"b"}"', "(wrap 'b')"),
    ('"${"${a}"}"', "(wrap (wrap @a))"),
    ('"a${b}c${1 + 1}"', "(template 'a' @b 'c' (+ 1 1))"),
    ('"${a}${b}"', "(template @a @b)"),
    ('"${{a = 1}}"', "(wrap {'a'=1})"),
    ('"${\na\n}"', "(wrap @a)"),
    ('"  a  ${~ b ~}  c  "', "(template '  a' @b 'c  ')"),
    ('"a  $  ${~ b}"', "(template 'a  $' @b)"),
    ('"a ${~ b ~} $${x}"', "(template 'a' @b '${x}')"),
    ('"${a ~} ${~ b}"', "(template @a @b)"),
    ('"%{ if a }x%{ endif }"', "(template (%if @a ['x'] []))"),
    ('"%{if a}x%{else}y%{endif}"', "(template (%if @a ['x'] ['y']))"),
    ('"%{ if a ~} x %{~ else ~} y %{ endif }"', "(template (%if @a ['x'] ['y ']))"),
    ('"%{ for v in l }${v},%{ endfor }"', "(template (%for - v @l [@v ',']))"),
    ('"%{ for k, v in m ~} ${k} %{~ endfor }"', "(template (%for k v @m [@k]))"),
    ('"${a}-%{ if b }${c}%{ endif }"', "(template @a '-' (%if @b [@c] []))"),
    ('"%{ if a }%{ if b }x%{ endif }%{ endif }"', "(template (%if @a [(%if @b ['x'] [])] []))"),
    ("<<E\nE\n", "''"),
    ("<<E\na\n  b\n\nE\n", r"'a\n  b\n\n'"),
    ("<<E\n\\n \"q\" $${a} %%{b} $x\nE\n", "'\\\\n \"q\" ${a} %{b} $x\\n'"),
    ("<<E\n${a}\nE\n", r"(template @a '\n')"),
    ("<<E\na\n  E  \n", r"'a\n'"),
    ("<<E\nE x\nxE\nE\n", r"'E x\nxE\n'"),
    ("<<E\n${a}E\nE\n", r"(template @a 'E\n')"),
    ('<<E\n${"E"}\nE\n', r"(template 'E' '\n')"),
    ("<<E\r\na\r\nE\r\n", r"'a\r\n'"),
    ("<<a-b\nx\na-b\n", r"'x\n'"),
    ("<<-E\n    a\n      b\n\n   \n    c\n    E\n", r"'a\n  b\n\n   \nc\n'"),
    ("<<-E\n    a ${x} b\n  ${y}\n      b\n    E\n", r"(template '  a ' @x ' b\n' @y '\n    b\n')"),
    ("<<-E\n    ${x}\n      b\n    E\n", r"(template @x '\n  b\n')"),
    ("<<-E\n\ta\n\t  b\n    E\n", r"'a\n  b\n'"),
    ("<<-E\n    a\n  $${x}\n   $ y\n    E\n", r"'  a\n${x}\n $ y\n'"),
    ("<<E\na\n\n  ${~ x ~}\n\nb\nE\n", r"(template 'a\n\n' @x '\nb\n')"),
    ("<<E\n${x ~}  \n  \ny\nE\n", r"(template @x '  \ny\n')"),
    (
        "<<-E\n    %{ if a ~}\n      yes\n    %{ else ~}\n      no\n    %{ endif ~}\n    end\n    E\n",
        r"(template (%if @a ['      yes\n'] ['      no\n']) '    end\n')",
    ),
    (
        "<<E\n  %{ for x in l ~}\n  - ${x}\n  %{ endfor ~}\nE\n",
        r"(template '  ' (%for - x @l ['  - ' @x '\n  ']))",
    ),
    ("<<-E\n      a\n    ${~ x ~}\n      b\n  c\n    E\n", r"(template '      a\n' @x '      b\n  c\n')"),
    ("<<-E\n    a\n    ${x}\n    E\n", r"(template 'a\n' @x '\n')"),
    ("<<-E\n  a${x\n }\n  b\n  E\n", r"(template 'a' @x '\nb\n')"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tree"), TREES, ids=[ascii(text) for text, _ in TREES])
def test_trees(text: str, tree: str) -> None:
    node = expression_of(text)
    assert show(node) == tree
    check_expression(node, 4, 4 + len(text))
    assert node.start == 4
    assert node.end == 4 + len(text.rstrip("\r\n "))


def test_strings_are_in_unicode_normal_form() -> None:
    assert show(expression_of('"e\u0301"')) == "'\u00e9'"
    assert show(expression_of('["e\u0301"]')) == "['\u00e9']"
    assert show(expression_of('{"e\u0301" = "e\u0301"}')) == "{'\u00e9'='\u00e9'}"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", "''"),
        ('a $${x} \\n "q" %%{z}\r\n', "'a ${x} \\\\n \"q\" %{z}\\r\\n'"),
        ("a\n\n  ${~ 1 ~}  \n\n b\n", r"(template 'a\n\n' 1 '\n b\n')"),
        ("${[1]}", "(wrap [1])"),
        ("\ufeffa", "'a'"),
        ("%{ for x in l ~}\n${x}\n%{ endfor ~}\n", r"(template (%for - x @l [@x '\n']))"),
    ],
)
def test_bare_templates(text: str, tree: str) -> None:
    node = parse_template(text, Source("t.tpl", text))
    assert show(node) == tree
    check_expression(node, 0, len(text))


def test_the_offsets_of_a_bare_template_count_in_its_file() -> None:
    source = Source("x", "0123456789" * 3)
    node = parse_template("a${b}", source, 10)
    assert (node.start, node.end) == (10, 15)
    with pytest.raises(HclSyntaxError) as caught:
        parse_template("a${b c}", source, 10)
    assert caught.value.start == 15


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ('"%{ if a }x"', "Unexpected end of template"),
        ('"%{ endif }"', "Unexpected endif directive"),
        ('"%{ else }"', "Unexpected else directive"),
        ('"%{ if a }%{ else }%{ else }%{ endif }"', "Unexpected else directive"),
        ('"%{ for a in b }%{ endif }"', "Unexpected endif directive"),
        ('"%{ foo }"', "Invalid template control keyword"),
        ('"%{ if a }%{ endif x }"', "Extra characters after endif marker"),
        ('"%{ for in b }%{ endfor }"', "Invalid 'for' directive"),
        ('"${}"', "Invalid expression"),
        ('"a\nb"', "Invalid multi-line string"),
        ('"a\rb"', "Invalid multi-line string"),
        ('"a', "Invalid multi-line string"),
        (r'"\q"', "Invalid escape sequence"),
        (r'"\u12"', "Invalid escape sequence"),
        (r'"\${a}"', "Invalid escape sequence"),
        ("<<E\nx\n", "Unterminated template string"),
    ],
)
def test_errors(text: str, summary: str) -> None:
    assert complaints(f"a = {text}\n")[0] == summary
