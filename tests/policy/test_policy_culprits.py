"""Which of several lists, and which of their items, is to blame; and items that are single blocks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy_builders import Fixed, compiled, entry, make_resource, no_pods

from scanner.model.places import Place, Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Array, Object
from scanner.model.verdicts import Verdict
from scanner.policy.culprits import find_culprits, is_innocent
from scanner.policy.judge import judge

OPEN = ("0.0.0.0/0", "::/0")
V4, V6 = ("resource", ("cidr_blocks", "*")), ("resource", ("ipv6_cidr_blocks", "*"))


def closed(context: Any, resource: Any, meta: Any) -> bool:
    return not any(each in OPEN for name in ("cidr_blocks", "ipv6_cidr_blocks") for each in resource[name])


def culprits(check: Any, attributes: dict[str, Any], *reads: Any) -> dict[Any, Any]:
    return dict(find_culprits(compiled(check, reads=reads), None, (attributes, {})))


@pytest.mark.parametrize(
    ("v4", "v6", "found"),
    [
        (["10.0.0.0/8"], ["::/0"], ([], [0])),
        (["0.0.0.0/0"], ["fd00::/8"], ([0], [])),
        (["0.0.0.0/0"], ["::/0"], ([0], [0])),
        (["10.0.0.0/8", "0.0.0.0/0"], ["fd00::/8", "::/0"], ([1], [1])),
        (["10.0.0.0/8", "10.1.0.0/16"], ["::/0"], ([], [0])),
        (["0.0.0.0/0"], [], ([0], None)),
    ],
)
def test_lists_are_told_apart(v4: list[str], v6: list[str], found: tuple[Any, Any]) -> None:
    result = culprits(closed, {"cidr_blocks": v4, "ipv6_cidr_blocks": v6}, V4, V6)
    assert (result.get(("resource", ("cidr_blocks",))), result.get(("resource", ("ipv6_cidr_blocks",)))) == found


def test_the_only_item_of_the_only_list_is_guilty_untested() -> None:
    asked = []
    result = culprits(lambda *values: asked.append(values), {"cidr_blocks": ["x"]}, V4)
    assert result == {("resource", ("cidr_blocks",)): [0]} and asked == []


def test_lists_below_the_items_of_another() -> None:
    def check(context: Any, resource: Any, meta: Any) -> bool:
        return all(closed(context, rule, meta) for rule in resource["ingress"])

    reads = [("resource", ("ingress", "*", name, "*")) for name in ("cidr_blocks", "ipv6_cidr_blocks")]
    rules = [
        {"cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": []},
        {"cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": ["::/0"]},
    ]
    result = culprits(check, {"ingress": rules}, *reads)
    assert result == {
        ("resource", ("ingress",)): [1],
        ("resource", ("ingress", 1, "cidr_blocks")): [],
        ("resource", ("ingress", 1, "ipv6_cidr_blocks")): [0],
    }
    assert [is_innocent(result, ("resource", ("ingress", 1, name, "*"))) for name in ("cidr_blocks", "x")] == [
        True,
        False,
    ]


RANGES = st.lists(st.sampled_from(["10.0.0.0/8", *OPEN]), min_size=1, max_size=4)


@given(RANGES, RANGES)
def test_the_guilty_are_those_that_fail_alone(v4: list[str], v6: list[str]) -> None:
    attributes = {"cidr_blocks": v4, "ipv6_cidr_blocks": v6}
    if closed(None, attributes, None):
        return
    result = culprits(closed, attributes, V4, V6)
    for name, items in attributes.items():
        assert result[("resource", (name,))] == [at for at, item in enumerate(items) if item in OPEN]


TEXT = """\
resource "aws_x" "b" {
  cidr_blocks      = ["10.0.0.0/8"]
  ipv6_cidr_blocks = ["::/0"]
  root_block_device {
    encrypted = false
  }
  settings {
    backup {
    }
  }
}
"""
SOURCE = Source("main.tf", TEXT)


def tree() -> Object:
    def listed(name: str, text: str, value: list[str]) -> Array:
        start, end = entry(SOURCE, text)
        return Array(value, SOURCE, (start, end), [(start + 1, end - 1)])

    body = entry(SOURCE, "{\n    encrypted = false\n  }")
    root = Object({"encrypted": False}, SOURCE, body, {"encrypted": entry(SOURCE, "encrypted = false")})
    backup = Object({}, SOURCE, entry(SOURCE, "{\n    }"), {})
    settings = Object(
        {"backup": backup}, SOURCE, entry(SOURCE, "backup {\n    }"), {"backup": entry(SOURCE, "backup {")}
    )
    return Object(
        {
            "cidr_blocks": listed("cidr_blocks", '["10.0.0.0/8"]', ["10.0.0.0/8"]),
            "ipv6_cidr_blocks": listed("ipv6_cidr_blocks", '["::/0"]', ["::/0"]),
            "root_block_device": root,
            "settings": settings,
        },
        SOURCE,
        (0, len(TEXT)),
        {
            "cidr_blocks": entry(SOURCE, 'cidr_blocks      = ["10.0.0.0/8"]'),
            "ipv6_cidr_blocks": entry(SOURCE, 'ipv6_cidr_blocks = ["::/0"]'),
            "root_block_device": entry(SOURCE, "root_block_device {"),
            "settings": entry(SOURCE, "settings {"),
        },
    )


def verdict(rule: Any) -> Verdict:
    resource = make_resource(tree(), extent=Place("main.tf", 1, 1, 11, 2))
    (found,) = judge(ResourceGraph([resource]), Fixed(rule), no_pods).verdicts
    return found


def test_the_list_that_is_to_blame_is_pointed_at_and_named() -> None:
    for focus in ((V4, V6), ()):
        found = verdict(compiled(closed, focus=focus, reads=(V4, V6)))
        assert found.place is not None and (found.place.line, found.place.column) == (3, 23)
        assert [(each.path, each.value) for each in found.because] == [("ipv6_cidr_blocks[0]", "::/0")]


@pytest.mark.parametrize(
    ("path", "label", "line", "column"),
    [(("root_block_device",), "root_block_device", 4, 3), (("settings", "backup"), "backup", 8, 5)],
)
def test_a_single_block_as_an_item(path: tuple[str, ...], label: str, line: int, column: int) -> None:
    def items(context: Any, resource: Any, meta: Any) -> list[Any]:
        node = resource
        for step in path:
            node = node[step]
        return [node]

    rule = compiled(lambda *_: False, each={"disk": (items, (("resource", path),))}, reads=(("disk", ("kms_key",)),))
    found = verdict(rule)
    assert found.item == label
    assert found.place is not None and (found.place.line, found.place.column) == (line, column)


def test_its_own_values_are_found_in_it() -> None:
    each = {"disk": (lambda c, r, m: [r["root_block_device"]], (("resource", ("root_block_device",)),))}
    found = verdict(compiled(lambda *_: False, each=each, reads=(("disk", ("encrypted",)),)))
    assert found.place is not None and (found.place.line, found.place.column) == (5, 5)
    assert [(reason.path, reason.value) for reason in found.because] == [("root_block_device.encrypted", False)]


def test_single_blocks_of_one_name_are_still_told_apart() -> None:
    each = {"disk": (lambda c, r, m: [r["root_block_device"]] * 2, (("resource", ("root_block_device",)),))}
    resource = make_resource(tree(), extent=Place("main.tf", 1, 1, 11, 2))
    found = judge(ResourceGraph([resource]), Fixed(compiled(lambda *_: False, each=each)), no_pods).verdicts
    assert [each.item for each in found] == ["root_block_device", "root_block_device#2"]
