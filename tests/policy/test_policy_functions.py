"""The functions that rules have besides CEL's own."""

from __future__ import annotations

import ipaddress
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import make_resource

from scanner.model.origins import Origin
from scanner.model.resources import Link, ResourceGraph
from scanner.model.values import PartialList, Reference, Unknown
from scanner.policy.cel.errors import CelEvaluationError
from scanner.policy.functions import (
    cidr_contains,
    ip_open,
    ipv4_open,
    linked,
    linked_by,
    read_json,
    selected_by,
    truthy,
)
from scanner.policy.links import Context, LinkIndex

BUCKET = make_resource({"bucket": "b"}, "b", "aws_s3_bucket")


def block(attributes, name="a", **fields):
    return make_resource(attributes, name, "aws_s3_bucket_public_access_block", **fields)


def asked(function, kind, resources, links=(), incomplete=None):
    graph = ResourceGraph(list(resources), list(links), incomplete or {})
    return function(Context(BUCKET, LinkIndex(graph)), kind)


def test_links_are_followed_both_ways_and_each_resource_is_given_once():
    first, second = block({"bucket": "b"}, "one"), block({"bucket": "b", "x": 1}, "two")
    links = [
        Link(first, BUCKET, "references"),
        Link(first, BUCKET, "calls"),
        Link(second, BUCKET, "references"),
        Link(BUCKET, first, "references"),
    ]
    found = asked(linked_by, first.kind, [BUCKET, first, second], links)
    assert found == [first.attributes, second.attributes]
    assert found[0] is first.attributes
    assert asked(linked, first.kind, [BUCKET, first, second], links) == [first.attributes]
    assert asked(linked_by, "aws_other", [BUCKET, first], links) == []
    assert asked(linked, "aws_other", [BUCKET, first], links) == []


def test_kubernetes_objects_are_linked_by_kind():
    policy = make_resource({"spec": {}}, "p", "networking.k8s.io/v1/NetworkPolicy")
    links = [Link(policy, BUCKET, "selects")]
    assert asked(selected_by, "NetworkPolicy", [BUCKET, policy], links) == [policy.attributes]
    assert asked(linked_by, "NetworkPolicy", [BUCKET, policy], links) == [policy.attributes]
    owned = [Link(policy, BUCKET, "owns")]
    assert asked(selected_by, "NetworkPolicy", [BUCKET, policy], owned) == []


def test_absence_in_an_incomplete_inventory_is_unknown():
    incomplete = {"aws_x": "the module is not installed"}
    for function in (linked, linked_by, selected_by):
        found = asked(function, "aws_x", [BUCKET], (), incomplete)
        assert isinstance(found, Unknown)
        assert "the module is not installed" in found.cause
        assert asked(function, "aws_y", [BUCKET], (), incomplete) == []
    other = make_resource({}, "o", "aws_x")
    some = asked(linked_by, "aws_x", [BUCKET, other], [Link(other, BUCKET, "references")], incomplete)
    assert isinstance(some, PartialList)
    assert some.items == [{}]


VARIABLE = Unknown("var.bucket has no value", (Reference("local.b"), Reference("var.bucket")))
MANAGED = Unknown("known after apply", (Reference("aws_kms_key.k.arn"),))


@pytest.mark.parametrize(
    ("attributes", "links_to", "root", "certain"),
    [
        ({"bucket": VARIABLE}, None, ".", False),
        ({"bucket": Unknown("?")}, None, ".", False),
        ({"bucket": MANAGED}, None, ".", True),
        ({"bucket": "other"}, None, ".", True),
        ({"bucket": VARIABLE}, None, "elsewhere", True),
        ({"bucket": VARIABLE}, "aws_s3_bucket", ".", True),
        ({"bucket": VARIABLE}, "aws_kms_key", ".", False),
    ],
)
def test_absence_is_unknown_where_a_resource_may_yet_refer_to_this_one(attributes, links_to, root, certain):
    other = block(attributes, origin=Origin("terraform", root))
    target = make_resource({}, "t", links_to or "aws_none")
    links = [Link(other, target, "references")] if links_to else []
    found = asked(linked_by, other.kind, [BUCKET, other, target], links)
    assert found == [] if certain else isinstance(found, Unknown) and other.address in found.cause


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(JSON)
@settings(max_examples=50)
def test_json_gives_the_value_that_was_written(value):
    assert read_json(json.dumps(value)) == value


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", "'a'", "[" * 100_000, "\x00", "1 2"])
def test_what_is_no_json_is_an_error(text):
    with pytest.raises(CelEvaluationError):
        read_json(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("9223372036854775808", 9.223372036854775808e18),
        ("-9223372036854775809", -9.223372036854775809e18),
        ("1" + "0" * 30, 1e30),
        ("9" * 5000, float("inf")),
    ],
)
def test_whole_numbers_beyond_64_bits_become_doubles(text, value):
    found = read_json(text)
    assert found == value
    assert type(found) is type(value)


NETWORKS = st.ip_addresses().flatmap(
    lambda ip: st.integers(0, ip.max_prefixlen).map(lambda n: ipaddress.ip_network(f"{ip}/{n}", strict=False))
)


@given(NETWORKS, NETWORKS)
@settings(max_examples=100)
def test_cidr_contains_agrees_with_ipaddress(outer, inner):
    expected = outer.version == inner.version and inner.subnet_of(outer)
    assert cidr_contains(str(outer), str(inner)) is expected
    assert cidr_contains(str(outer), str(outer.network_address)) is True
    assert cidr_contains(str(outer), str(outer)) is True


def test_cidr_contains_ignores_host_bits_and_refuses_what_is_no_range():
    assert cidr_contains("10.1.2.3/8", "10.200.0.1") is True
    for pair in (("10.0.0.0/8", "x"), ("x", "10.0.0.0/8"), ("10.0.0.0/33", "10.0.0.1"), ("", "")):
        with pytest.raises(CelEvaluationError):
            cidr_contains(*pair)


@given(NETWORKS)
@settings(max_examples=100)
def test_open_means_every_address(network):
    assert ip_open(str(network)) is (network.prefixlen == 0)
    assert ipv4_open(str(network)) is (network.prefixlen == 0 and network.version == 4)


@pytest.mark.parametrize(
    ("value", "v4", "any_version"),
    [
        ("0.0.0.0/0", True, True),
        (" 0.0.0.0/00 ", True, True),
        ("10.0.0.0/0", True, True),
        ("::/0", False, True),
        ("0:0:0:0:0:0:0:0/0", False, True),
        ("0.0.0.0", False, False),
        ("0.0.0.0/", False, False),
        ("x/0", False, False),
        ("/0", False, False),
        ("10.0.0.0/10", False, False),
        ("*", False, False),
        ("Internet", False, False),
        (0, False, False),
        (None, False, False),
        (["0.0.0.0/0"], False, False),
    ],
)
def test_open_ranges_as_they_may_be_written(value, v4, any_version):
    assert ipv4_open(value) is v4
    assert ip_open(value) is any_version


@pytest.mark.parametrize("value", [True, "true", "TRUE", "1", "yes", "on", " True ", 1, 1.0])
def test_truthy(value):
    assert truthy(value) is True


@pytest.mark.parametrize("value", [False, "false", "0", "", "no", "off", "2", 0, 2, None, [], [True], {}])
def test_not_truthy(value):
    assert truthy(value) is False


def test_a_kind_that_is_not_known_in_one_namespace_only():
    def of(kind, namespace):
        return make_resource({}, kind=kind, namespace=namespace, provider="kubernetes", address=f"{kind}/{namespace}")

    pods = [of("v1/Pod", "a"), of("v1/Pod", "b")]
    policy = of("networking.k8s.io/v1/NetworkPolicy", "b")
    links = [Link(policy, pods[1], "selects")]

    def found(kind, pod, relation, incomplete):
        return LinkIndex(ResourceGraph([*pods, policy], links, incomplete)).sources(pod, kind, relation)

    denied = {"NetworkPolicy/b": "it may not be listed"}
    assert found("NetworkPolicy", pods[0], "selects", denied) == []
    known = found("NetworkPolicy", pods[1], "selects", denied)
    assert isinstance(known, PartialList)
    assert known.items == [{}]
    # What binds or references does so across namespaces.
    assert isinstance(found("RoleBinding", pods[0], None, {"RoleBinding/b": "it may not be listed"}), Unknown)
    assert isinstance(found("Ingress", pods[0], None, {"*": "the chart is not rendered"}), Unknown)
    assert asked(linked_by, "aws_x", [BUCKET], (), {"*": "the chart is not rendered"}) == []
