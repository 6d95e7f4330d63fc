"""What a Terraform resource may yet turn out to name: by its own arguments, and by names that are not known."""

from __future__ import annotations

import time
from typing import Any

import pytest
from policy_builders import make_resource

from scanner.inputs.terraform import load_text
from scanner.inputs.terraform.names.facts import PROVIDERS, namings
from scanner.model.resources import Link, ResourceGraph
from scanner.model.values import PartialList, Reference, Unknown
from scanner.policy.doubts import HOLDERS
from scanner.policy.links import LinkIndex
from scanner.policy.unnamed import names_kind

HEAD = """\
variable "x" { type = string }
variable "list" { type = list(string) }
resource "random_pet" "p" {}
resource "random_pet" "q" {}
"""
BUCKET = 'resource "aws_s3_bucket" "b" {{\n  bucket = {}\n}}\n'
POLICY = 'resource "aws_s3_bucket_policy" "p" {{\n  bucket = {}\n  policy = {}\n}}\n'


def asked(text: str, about: str = "aws_s3_bucket_policy.p", kind: str = "aws_s3_bucket") -> Any:
    """How many of a kind a resource names, or None where that is not certain."""
    graph = load_text(HEAD + text)
    assert not graph.problems
    (resource,) = [each for each in graph.resources if each.address == about]
    found = LinkIndex(graph).targets(resource, kind)
    return None if isinstance(found, Unknown) else len(found)


@pytest.mark.parametrize(
    ("bucket", "named", "policy", "expected"),
    [
        ('"logs"', '"logs"', '"{}"', 1),
        ('"logs"', '"other"', '"{}"', 0),
        ('"logs"', '"other"', "var.x", 0),
        ('"logs"', "var.x", '"{}"', None),
        ('"logs"', '"${var.x}-logs"', '"{}"', None),
        ("var.x", '"logs"', '"{}"', None),
        ('"logs-${var.x}"', '"logs-a"', '"{}"', None),
        ('"logs-${var.x}"', '"images"', '"{}"', 0),
        ('"logs"', "random_pet.p.id", '"{}"', 0),
        ("random_pet.p.id", '"logs"', '"{}"', 0),
        ("random_pet.p.id", "lower(random_pet.p.id)", '"{}"', None),
        ("random_pet.p.id", "random_pet.q.id", '"{}"', 0),
        ('"a-${random_pet.p.id}"', '"b-${random_pet.p.id}"', '"{}"', 0),
        ("var.x", "aws_s3_bucket.b.id", '"{}"', 1),
    ],
)
def test_the_bucket_of_a_policy(bucket: str, named: str, policy: str, expected: int | None) -> None:
    assert asked(BUCKET.format(bucket) + POLICY.format(named, policy)) == expected


def test_where_none_is_declared_nothing_is_named() -> None:
    assert asked(POLICY.format("var.x", '"{}"')) == 0
    assert asked(POLICY.format("var.x", '"{}"'), kind="aws_s3_bucket_policy") == 0
    data = 'data "aws_s3_bucket" "d" {\n  bucket = "logs"\n}\n'
    assert asked(POLICY.format("var.x", '"{}"') + data, kind="data.aws_s3_bucket") == 0


def test_the_name_of_a_resource_names_no_other() -> None:
    both = BUCKET.format("var.x") + BUCKET.format('"logs"').replace('"b"', '"c"')
    assert asked(both, "aws_s3_bucket.b") == 0
    logging = '"logs"\n  logging {\n    target_bucket = var.x\n  }'
    assert asked(BUCKET.format(logging) + BUCKET.format('"a"').replace('"b"', '"c"'), "aws_s3_bucket.b") is None


def test_a_block_that_repeats_an_unknown_number_of_times() -> None:
    balancer = """
resource "aws_lb" "l" {
  name = var.x
  dynamic "access_logs" {
    for_each = var.list
    content {
      bucket = access_logs.value
    }
  }
}
"""
    assert asked(BUCKET.format('"logs"') + balancer, "aws_lb.l") is None
    assert asked(BUCKET.format('"logs"') + balancer.replace("var.list", "[]"), "aws_lb.l") == 0


def test_what_may_name_of_every_provider() -> None:
    facts = [
        (naming.target, *each) for provider in PROVIDERS for naming in namings(provider) for each in naming.arguments
    ]
    for target, type, argument in facts:
        steps = tuple(argument.split("."))
        for length in range(1, len(steps) + 1):
            resource = make_resource({}, "r", type.replace("_*", "_binding").replace("*", "s"))
            assert argument == "*" or names_kind(resource, steps[:length], target), (target, type, argument)
    blocks = {step for _, _, argument in facts for step in argument.split(".")[:-1]}
    assert blocks >= HOLDERS


def test_incomplete_inventories_leave_more_open_than_what_is_found() -> None:
    one, two = make_resource({"bucket": "a"}, "a"), make_resource({"bucket": "b"}, "b", "aws_s3_bucket_policy")
    graph = ResourceGraph([one, two], [Link(two, one, "references")], {"aws_s3_bucket": "it is too large"})
    found = LinkIndex(graph).targets(two, "aws_s3_bucket")
    assert isinstance(found, PartialList)
    assert found.items[0] is one.attributes
    assert len(found.items) == 1


def test_thousands_are_not_compared_with_thousands() -> None:
    def name(index: int) -> Unknown:
        found = Unknown("var.x has no value", (Reference("var.x"),))
        found.prefix = f"name-{index}-"
        return found

    buckets = [make_resource({"bucket": name(index)}, f"b{index}") for index in range(3000)]
    others = [make_resource({"bucket": f"other-{index}"}, f"o{index}", "aws_s3_bucket_acl") for index in range(3000)]
    index = LinkIndex(ResourceGraph([*buckets, *others]))
    started = time.process_time()
    assert all(index.targets(other, "aws_s3_bucket") == [] for other in others)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("bucket", "named", "linked_by", "linked"),
    [
        ('"logs"', "var.x", None, None),
        ("var.x", '"logs"', None, None),
        ("var.x", "var.x", 1, 1),
        ('"${var.x}-logs"', '"${var.x}-logs"', 1, 1),
        ('"logs-${var.x}"', '"images"', 0, 0),
        ('"logs"', "random_pet.p.id", 0, 0),
        ('"logs"', '"logs"\n  count = length(var.list)', None, 1),
    ],
)
def test_what_the_guide_says_of_both_ends(bucket: str, named: str, linked_by: int | None, linked: int | None) -> None:
    graph = load_text(HEAD + BUCKET.format(bucket) + POLICY.format(named, '"{}"'))
    assert not graph.problems
    index = LinkIndex(graph)
    (one,) = [each for each in graph.resources if each.kind == "aws_s3_bucket"]
    (other,) = [each for each in graph.resources if each.kind == "aws_s3_bucket_policy"]
    for found, expected in ((index.sources(one, other.kind), linked_by), (index.targets(other, one.kind), linked)):
        assert (None if isinstance(found, Unknown) else len(found)) == expected
