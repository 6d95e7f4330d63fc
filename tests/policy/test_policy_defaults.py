"""Provider defaults: filled in on copies, explained, and never over anything that was given."""

from __future__ import annotations

import copy

import pytest
from policy_builders import entry, make_resource

from scanner.model.places import Source
from scanner.model.resources import Link, ResourceGraph
from scanner.model.values import Array, Object, Reference, Unknown
from scanner.policy.defaults import PROVENANCE, TypeDefaults, with_defaults
from scanner.policy.defaults_files import parse_defaults
from scanner.policy.errors import PackError

PAGE = "https://example.com/docs"


def filled(attributes, values=None, blocks=None, **fields):
    resource = make_resource(attributes, **fields)
    defaults = TypeDefaults(PAGE, values or {}, blocks or {})
    graph = with_defaults(ResourceGraph([resource]), {"aws_s3_bucket": defaults}.get)
    return graph.resources[0]


def test_absent_and_null_arguments_get_their_default():
    secret = Unknown("var.x")
    found = filled({"a": None, "b": secret, "c": False}, {"a": 1, "b": 2, "c": True, "d": []})
    assert found.attributes == {"a": 1, "b": secret, "c": False, "d": []}
    assert found.attributes["b"] is secret


def test_blocks_are_filled_where_they_are_written_and_only_there():
    secret = Unknown("var.x", origin="var.x")
    tree = {"one": {"x": 1}, "many": [{"flag": True}, {}, secret], "none": None, "deep": {"in": [{"y": {}}]}}
    blocks = {
        ("one",): {"flag": False},
        ("many",): {"flag": False},
        ("none",): {"flag": False},
        ("absent",): {"flag": False},
        ("deep", "in", "y"): {"flag": False},
    }
    before = copy.deepcopy(tree)
    found = filled(tree, blocks=blocks)
    assert found.attributes["one"] == {"x": 1, "flag": False}
    assert found.attributes["many"][:2] == [{"flag": True}, {"flag": False}]
    assert found.attributes["many"][2] is secret
    assert found.attributes["none"] is None
    assert "absent" not in found.attributes
    assert found.attributes["deep"] == {"in": [{"y": {"flag": False}}]}
    assert tree == before


def test_nothing_is_copied_when_nothing_is_missing():
    resource = make_resource({"a": 1, "many": [{"flag": True}]})
    graph = ResourceGraph([resource])
    defaults = TypeDefaults(PAGE, {"a": 2}, {("many",): {"flag": False}})
    assert with_defaults(graph, {"aws_s3_bucket": defaults}.get) is graph
    assert with_defaults(graph, {}.get) is graph


def test_copies_keep_places_and_share_what_did_not_change():
    source = Source("main.tf", "acl = 1\nrule {\n}\nrule { flag = true }\n")
    first = Object({}, source, entry(source, "rule {\n}"), {})
    second = Object({"flag": True}, source, entry(source, "rule { flag = true }"), {"flag": (1, 2)})
    rules = Array([first, second], source, (8, 40), [first.span, second.span])
    tree = Object({"acl": 1, "rule": rules}, source, (0, 40), {"acl": (0, 7)}, path="p")
    found = filled(tree, {"other": 5}, {("rule",): {"flag": False}}).attributes
    assert tree == {"acl": 1, "rule": [{}, {"flag": True}]}
    assert (found.source, found.span, found.spans, found.path) == (source, tree.span, tree.spans, "p")
    assert (found["rule"].source, found["rule"].spans) == (source, rules.spans)
    assert found["rule"][0].span == first.span
    assert found["rule"][1] is second


def test_links_point_at_the_replacements():
    changed, other = make_resource({}, "a"), make_resource({}, "b", kind="aws_other")
    links = [Link(other, changed, "references"), Link(other, other, "calls")]
    graph = with_defaults(
        ResourceGraph([changed, other], links), {"aws_s3_bucket": TypeDefaults(PAGE, {"a": 1}, {})}.get
    )
    assert graph.resources[0] is not changed
    assert graph.links[0].target is graph.resources[0]
    assert graph.links[0].source is other
    assert graph.links[1] is links[1]


def test_defaults_are_explained_by_their_source_and_values_as_before():
    origin = (Reference("var.b"),)
    found = filled({"b": 1, "n": None}, {"a": 1, "n": 2}, explain=lambda path: origin if path == ("b",) else ())
    assert found.explain(("a",)) == (Reference(PROVENANCE, None, PAGE),)
    assert found.explain(("n",)) == (Reference(PROVENANCE, None, PAGE),)
    assert found.explain(("b",)) == origin
    assert filled({"b": 1}, {"a": 1}).explain(("b",)) == ()


def test_parse_defaults():
    data = {"aws_x": {"source": PAGE, "values": {"a": False}, "blocks": {"b.c": {"d": [1]}}}}
    found = parse_defaults(data, "", "f")
    assert list(found) == ["aws_x"]
    assert (found["aws_x"].source, found["aws_x"].values) == (PAGE, {"a": False})
    assert found["aws_x"].blocks == {("b", "c"): {"d": [1]}}
    assert parse_defaults(None, "", "f") == {}


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("[]", "a mapping with source"),
        ("{source: nowhere}", "a source is needed"),
        ("{source: 'https://a', valeus: {}}", "unknown key 'valeus'"),
        ("{source: 'https://a', values: [a]}", "a mapping from argument names"),
        ("{source: 'https://a', values: {a: null}}", "a mapping from argument names"),
        ("{source: 'https://a', values: {a: 2020-01-01}}", "a mapping from argument names"),
        ("{source: 'https://a', blocks: {a: 1}}", "a mapping from argument names"),
        ("{source: 'https://a', blocks: {'a..b': {c: 1}}}", "not a path"),
    ],
)
def test_faults_of_defaults_are_located(entry, fault):
    import yaml

    text = f"aws_ok:\n  source: https://a\naws_x: {entry}\n"
    with pytest.raises(PackError) as caught:
        parse_defaults(yaml.safe_load(text), text, "rules/aws/defaults.yaml")
    (problem,) = caught.value.problems
    assert fault in problem.what
    assert (problem.place.file, problem.place.line) == ("rules/aws/defaults.yaml", 3)
