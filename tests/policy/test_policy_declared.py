"""What is declared in the same root module, in the same region, in the same cluster, and what may be."""

from __future__ import annotations

from typing import Any

import pytest
from policy_builders import make_resource

from scanner.inputs.terraform import load_text
from scanner.model.origins import Origin
from scanner.model.resources import ResourceGraph
from scanner.model.values import PartialList, Unknown
from scanner.policy.functions import declared, declared_in_region
from scanner.policy.links import Context, LinkIndex

SETTING = "aws_ebs_encryption_by_default"
HEAD = """\
variable "n" { type = number }
variable "set" { type = set(string) }
variable "region" { type = string }
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
provider "aws" {
  alias  = "some"
  region = var.region
}
resource "aws_ebs_volume" "v" {
  size = 1
  %s
}
"""


def asked(function: Any, setting: str, volume: str = "", about: str = "aws_ebs_volume.v") -> list[str] | None:
    """The `enabled` of each setting that is found, `?` for what may be there; None where nothing is certain."""
    text = HEAD % volume + (f'resource "{SETTING}" "s" {{\n{setting}\n}}\n' if setting else "")
    graph = load_text(text)
    assert not graph.problems
    (resource,) = [each for each in graph.resources if each.address == about]
    found = function(Context(resource, LinkIndex(graph)), SETTING)
    if isinstance(found, Unknown):
        return None
    return ["?" if isinstance(each, Unknown) else str(each["enabled"]) for each in found]


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("", []),
        ("enabled = true", ["True"]),
        ('enabled = "false"', ["False"]),
        ("enabled = true\ncount = 2", ["True", "True"]),
        ("enabled = true\ncount = 0", []),
        ("enabled = true\ncount = var.n", None),
        ("enabled = true\nfor_each = var.set", None),
        ("enabled = true\nprovider = aws.us", ["True"]),
    ],
)
def test_the_root_module(setting: str, found: list[str] | None) -> None:
    assert asked(declared, setting) == found


@pytest.mark.parametrize(
    ("setting", "volume", "found"),
    [
        ("", "", []),
        ("enabled = true", "", ["True"]),
        ("enabled = true\nprovider = aws.us", "", []),
        ("enabled = true\nprovider = aws.us", "provider = aws.us", ["True"]),
        ('enabled = true\nregion = "us-east-1"', "provider = aws.us", ["True"]),
        ('enabled = true\nregion = "us-east-1"', "", []),
        ("enabled = true", "provider = aws.some", None),
        ("enabled = true\nprovider = aws.some", "", None),
        ("enabled = true\nprovider = aws.some", "provider = aws.some", ["True"]),
        ("enabled = true\nregion = var.region", "provider = aws.some", ["True"]),
        ('enabled = true\nfor_each = toset(["eu-west-1", "us-east-1"])\nregion = each.key', "", ["True"]),
        ("enabled = true\ncount = var.n", "", None),
        ("enabled = true\ncount = var.n\nprovider = aws.us", "", []),
    ],
)
def test_the_region(setting: str, volume: str, found: list[str] | None) -> None:
    assert asked(declared_in_region, setting, volume) == found


def test_where_nothing_says_a_region_all_are_in_the_same() -> None:
    volume, setting = make_resource({}, "v", "aws_ebs_volume"), make_resource({}, "s", SETTING)
    far = make_resource({}, "far", SETTING, region="eu-west-1")
    index = LinkIndex(ResourceGraph([volume, setting]))
    assert declared_in_region(Context(volume, index), SETTING) == [setting.attributes]
    index = LinkIndex(ResourceGraph([volume, far]))
    assert isinstance(declared_in_region(Context(volume, index), SETTING), Unknown)


def test_what_repeats_together_is_there_together() -> None:
    text = HEAD % "" + f'resource "{SETTING}" "s" {{\n  count = var.n\n}}\n'
    graph = load_text(text)
    (setting,) = [each for each in graph.resources if each.type == SETTING]
    assert setting.address.endswith("[*]")
    assert declared(Context(setting, LinkIndex(graph)), SETTING) == [setting.attributes]


def test_no_other_root_module_and_no_other_environment() -> None:
    volume = make_resource({}, "v", "aws_ebs_volume", origin=Origin("terraform", "a", (), "prod"))
    for origin, there in ((("a", "prod"), True), (("a", "dev"), False), (("b", "prod"), False)):
        setting = make_resource({}, "s", SETTING, origin=Origin("terraform", origin[0], (), origin[1]))
        index = LinkIndex(ResourceGraph([volume, setting]))
        assert declared(Context(volume, index), SETTING) == ([setting.attributes] if there else [])


def test_the_objects_of_kubernetes_are_one_wherever_their_manifests_lie() -> None:
    def made(kind: str, root: str) -> Any:
        return make_resource({}, "x", kind, provider="kubernetes", origin=Origin("kubernetes", root))

    pod, policy = made("v1/Pod", "one"), made("networking.k8s.io/v1/NetworkPolicy", "two")
    graph = ResourceGraph([pod, policy])
    assert declared(Context(pod, LinkIndex(graph)), "NetworkPolicy") == [policy.attributes]
    assert declared(Context(pod, LinkIndex(graph)), SETTING) == []


def test_incomplete_inventories_leave_open_what_else_there_is() -> None:
    volume, setting = make_resource({}, "v", "aws_ebs_volume"), make_resource({}, "s", SETTING)
    why = {SETTING: "it is too large"}
    found = declared(Context(volume, LinkIndex(ResourceGraph([volume, setting], [], why))), SETTING)
    assert isinstance(found, PartialList)
    assert found.items[0] is setting.attributes
    assert isinstance(declared(Context(volume, LinkIndex(ResourceGraph([volume], [], why))), SETTING), Unknown)
