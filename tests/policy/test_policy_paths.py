"""Paths as text and as steps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.values import Unknown
from scanner.policy.paths import ABSENT, expand, format_path, join_path, parse_path, resolve

STEPS = st.one_of(st.integers(0, 10**8), st.text(max_size=12).filter(lambda text: text != ""))


@given(st.lists(STEPS, max_size=6).map(tuple))
@settings(max_examples=200)
def test_a_path_reads_back_as_it_was_written(path):
    assert parse_path(format_path(path)) == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("acl", ("acl",)),
        ("ingress[0].cidr_blocks", ("ingress", 0, "cidr_blocks")),
        ('metadata.labels["app.kubernetes.io/name"]', ("metadata", "labels", "app.kubernetes.io/name")),
        ("ingress[*].a", ("ingress", "*", "a")),
        ("ingress.*.a", ("ingress", "*", "a")),
        (r'a["x\"y\\"]', ("a", 'x"y\\')),
        ("", ()),
    ],
)
def test_parse_path(text, path):
    assert parse_path(text) == path


@pytest.mark.parametrize("text", [".a", "a[", "a]", 'a["x', "a[x]", "a..b", "a."])
def test_what_is_no_path_is_refused(text):
    with pytest.raises(ValueError, match="not a path"):
        parse_path(text)


def test_parsing_hostile_text_takes_linear_time():
    with pytest.raises(ValueError, match="not a path"):
        parse_path('["' + "\\" * 100_000)
    with pytest.raises(ValueError, match="not a path"):
        parse_path("[" * 100_000)


def test_resolve_stops_at_an_unknown_and_at_what_is_absent():
    secret = Unknown("var.x has no value")
    tree = {"a": [{"b": 1}, secret]}
    assert resolve(tree, ("a", 0, "b")) == 1
    assert resolve(tree, ("a", 1, "b", "c")) is secret
    assert resolve(tree, ("a", 2)) is ABSENT
    assert resolve(tree, ("a", "0")) is ABSENT
    assert resolve(tree, ("a", 0, "b", "c")) is ABSENT
    assert resolve({"1": "x"}, (1,)) is ABSENT


def test_expand_gives_what_is_chosen_of_each_list_and_map():
    def few(path, steps):
        return steps[:3]

    tree = {"rules": [{"ports": {"a": 1, "b": 2}}, {"ports": {}}, {}, {"ports": {"z": 1}}]}
    found = [format_path(path) for path in expand(tree, ("rules", "*", "ports", "*"), few)]
    assert found == ["rules[0].ports.a", "rules[0].ports.b", "rules[1].ports", "rules[2].ports"]
    assert list(expand(tree, ("nothing", "*", "x"), few)) == [("nothing",)]
    assert list(expand({"rules": Unknown("x")}, ("rules", "*", "a"), few)) == [("rules",)]


def test_join_path_quotes_what_is_not_a_plain_name():
    assert join_path("metadata", ("labels", "a.b", 0)) == 'metadata.labels["a.b"][0]'
