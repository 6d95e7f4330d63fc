"""What a plan does to resources, and what is left of it in the graph."""

from __future__ import annotations

import pytest
from plan_samples import by_address, change, document, loaded, resource


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        (("no-op",), "no-op"),
        (("create",), "create"),
        (("update",), "update"),
        (("delete", "create"), "replace"),
        (("create", "delete"), "replace"),
        (("create", "forget"), "replace"),
    ],
)
def test_actions(actions: tuple[str, ...], expected: str) -> None:
    plan = document([resource("aws_vpc.v", {"cidr_block": "new"})], [change("aws_vpc.v", *actions)])
    (found,) = loaded(plan).resources
    assert found.action == expected
    assert found.attributes == {"cidr_block": "new"}


@pytest.mark.parametrize("action", ["delete", "forget"])
def test_what_is_deleted_or_forgotten_is_not_there(action: str) -> None:
    gone = change("aws_vpc.gone", action)
    gone["change"]["before"] = {"cidr_block": "old"}
    assert loaded(document([], [gone])).resources == []
    assert loaded(document([resource("aws_vpc.gone", {})], [gone])).resources == []


def test_a_deposed_object_says_nothing_of_its_successor() -> None:
    deposed = change("aws_vpc.v", "delete") | {"deposed": "byebye01"}
    graph = loaded(document([resource("aws_vpc.v", {})], [deposed, change("aws_vpc.v", "no-op")]))
    assert [each.action for each in graph.resources] == ["no-op"]


def test_a_change_is_enough_where_the_planned_values_are_missing() -> None:
    plan = document(changes=[change("aws_vpc.v", "create", after={"cidr_block": "x"}, unknown={"id": True})])
    del plan["planned_values"]
    (found,) = loaded(plan).resources
    assert (found.address, found.attributes, found.action) == ("aws_vpc.v", {"cidr_block": "x"}, "create")


def test_an_action_nobody_knows_is_said_and_judged() -> None:
    graph = loaded(document([resource("aws_vpc.v", {})], [change("aws_vpc.v", "enchant")]))
    assert by_address(graph)["aws_vpc.v"].action is None
    assert [(each.severity, each.kind) for each in graph.problems] == [("warning", "unparsable")]
    assert "enchant" in graph.problems[0].what


def test_ephemeral_resources_are_not_resources() -> None:
    ephemeral = change("aws_vpc.v", "open") | {"mode": "ephemeral"}
    opened = resource("aws_vpc.v", {}) | {"mode": "ephemeral"}
    graph = loaded(document([opened], [ephemeral]))
    assert (graph.resources, graph.problems) == ([], [])


def test_what_is_left_to_a_later_plan_makes_the_inventory_incomplete() -> None:
    deferred = {"reason": "instance_count_unknown", "resource_change": change("aws_flow_log.f", "create")}
    graph = loaded(document([], [], deferred_changes=[deferred], complete=False))
    assert list(graph.incomplete) == ["aws_flow_log"]
    assert [(each.severity, each.kind) for each in graph.problems] == [("note", "unresolved")]


@pytest.mark.parametrize("version", ["2.0", "", 1, None, "one"])
def test_versions_that_nobody_knows_are_refused(version: object) -> None:
    graph = loaded(document([resource("aws_vpc.v", {})]) | {"format_version": version})
    assert graph.resources == []
    assert [(each.severity, each.kind) for each in graph.problems] == [("error", "unparsable")]
