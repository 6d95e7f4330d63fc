"""Message templates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.values import Unknown
from scanner.policy.cel.values import OptionalValue, UInt
from scanner.policy.rendering import VALUE_LIMIT, render
from scanner.policy.templates import Expression, TemplateError, split_template


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("plain", ("plain",)),
        ("", ()),
        ("ACL {resource.acl}", ("ACL ", Expression("resource.acl", 5))),
        ("{a}{b}", (Expression("a", 1), Expression("b", 4))),
        ("{{literal}}", ("{literal}",)),
        ("{ {'k': '}'}['k'] }", (Expression(" {'k': '}'}['k'] ", 1),)),
        ('{x.join("\\"}")}', (Expression('x.join("\\"}")', 1),)),
    ],
)
def test_split(template, parts):
    assert split_template(template) == parts


@pytest.mark.parametrize(("template", "offset"), [("a {b", 2), ("a } b", 2), ("{'}", 0), ("{a{b}", 0)])
def test_unbalanced_braces_are_located(template, offset):
    with pytest.raises(TemplateError) as caught:
        split_template(template)
    assert caught.value.offset == offset


@given(st.text())
def test_any_text_is_split_or_refused(template):
    try:
        parts = split_template(template)
    except TemplateError:
        return
    assert all(isinstance(part, (str, Expression)) for part in parts)


@given(st.text())
def test_doubled_braces_give_the_text_itself(text):
    assert "".join(split_template(text.replace("{", "{{").replace("}", "}}"))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("public {x}", "public {x}"),
        ("\x1b[31m", "\x1b[31m"),
        (True, "true"),
        (1, "1"),
        (UInt(3), "3"),
        (1.5, "1.5"),
        (None, "null"),
        ([], "[]"),
        (["a", 1, None], '["a", 1, null]'),
        ({"k": ['say "x"']}, '{"k": ["say \\"x\\""]}'),
        (Unknown("var.x has no value"), "(unknown: var.x has no value)"),
        ([Unknown("var.x")], "[(unknown: var.x)]"),
        (OptionalValue(), "(not set)"),
        (OptionalValue("x"), "x"),
    ],
)
def test_render(value, text):
    assert render(value) == text


def test_large_values_are_cut_without_being_written_out_in_full():
    deep = current = []
    for _ in range(100_000):
        current.append([])
        current = current[0]
    assert render(deep) == "[[[[[[…]]]]]]"
    assert len(render(list(range(10**6)))) == VALUE_LIMIT
    assert len(render("x" * 10**6)) == VALUE_LIMIT
    assert len(render({"x" * 10**6: 1})) == VALUE_LIMIT
    assert render(10**5000) == "(a very large number)"
