"""Plans that no Terraform wrote: nothing raises, nothing takes long, and what can be read is read."""

from __future__ import annotations

import copy
import json
import sys
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_samples import (
    by_address,
    change,
    configured,
    constant,
    document,
    large_plan,
    loaded,
    read,
    references,
    resource,
)

from scanner.inputs.terraform import plan
from scanner.inputs.terraform.plan.links import MAX_LINKS
from scanner.model.places import Source
from scanner.model.resources import ResourceGraph
from scanner.model.values import Unknown
from scanner.outputs.inspect_json import inspect_document

GROUP, BUCKET = "aws_security_group.g", "aws_s3_bucket.b"


def _sample() -> dict[str, Any]:
    """A plan with something of everything."""
    ingress = {"from_port": 1, "cidr_blocks": ["0.0.0.0/0"], "description": ""}
    group = {"name": "g", "ingress": [ingress], "tags": {"a": "b"}, "timeouts": None}
    expressions = {
        "name": constant("g"),
        "tags": references("local.tags"),
        "ingress": [{"from_port": constant(1), "cidr_blocks": references("var.cidrs", "each.value")}],
    }
    found = document(
        [resource(GROUP + '["k"]', group, {"tags": {"a": True}, "ingress": [{"cidr_blocks": [True]}]})],
        [change(GROUP + '["k"]', "create", unknown={"id": True, "ingress": [{"to_port": True}], "tags": {"c": True}})],
        [
            configured(GROUP, expressions, for_each_expression=references("module.m.out")),
            configured(BUCKET, {"bucket": references("module.m.out"), "versioning": [{"enabled": constant(True)}]}),
        ],
        variables={"cidrs": {"value": ["0.0.0.0/0"]}},
        prior_state={"values": {"root_module": {"resources": [resource("data.aws_vpc.v", {"id": "v"})]}}},
        deferred_changes=[{"reason": "x", "resource_change": change("aws_vpc.v", "create")}],
        complete=False,
    )
    inner = resource("module.m[0].aws_s3_bucket.b", {"bucket": None, "versioning": [{"enabled": True}]})
    found["planned_values"]["root_module"]["child_modules"] = [{"address": "module.m[0]", "resources": [inner]}]
    found["configuration"]["root_module"]["module_calls"] = {
        "m": {
            "expressions": {"x": references("aws_security_group.g")},
            "count_expression": constant(1),
            "module": {
                "resources": [configured(BUCKET, {"bucket": references("var.x")})],
                "outputs": {"out": {"expression": references("aws_s3_bucket.b.id", "var.x")}},
            },
        }
    }
    found["configuration"]["provider_config"] = {"aws": {"expressions": {"region": references("var.cidrs")}}}
    return found


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 3),
    st.just(1e999),
    st.sampled_from(["", "[", 'x["', "module.", "module.m", "aws_s3_bucket.b", "local.", "each.value", "..", "\ud800"]),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just([[True]]),
    st.just({"": {"": True}}),
    st.just({"references": 1}),
    st.just({"references": ["each.key", None, "aws_s3_bucket.b[*]", 'module.m[0].out["x"]']}),
)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(each for key, item in items for each in _paths(item, (*path, key)))]


PATHS = [path for path in _paths(_sample()) if path]


def _replaced(node: Any, path: tuple[Any, ...], value: Any) -> None:
    for step in path[:-1]:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(node, dict) or (isinstance(node, list) and isinstance(path[-1], int) and path[-1] < len(node)):
        node[path[-1]] = value


def _usable(graph: ResourceGraph) -> None:
    """Everything a report asks of a graph works."""
    inspect_document(graph)
    for each in graph.resources:
        assert each.place.line >= 1
        for key in each.attributes:
            if each.explain is not None:
                each.explain((key,))
    for problem in graph.problems:
        assert problem.file == "plan.json"
        assert problem.place is not None


def test_the_sample_itself_is_sound() -> None:
    graph = loaded(_sample())
    assert {each.severity for each in graph.problems} == {"note"}
    assert len(graph.resources) == 3
    assert len(graph.links) == 2
    _usable(graph)


@given(st.lists(st.tuples(st.sampled_from(PATHS), ODD), min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_whatever_has_the_wrong_type_does_not_raise(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    found = _sample()
    for path, value in changes:
        _replaced(found, path, copy.deepcopy(value))
    file = Source("plan.json", json.dumps(found))
    parsed = plan.parse(file)
    if isinstance(parsed, dict):
        _usable(plan.load(file, parsed, None, {})[0])


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_one_wrong_thing_leaves_the_other_resources(path: tuple[Any, ...]) -> None:
    for value in (None, 1, "x", [], {}, [1], {"a": 1}):
        found = _sample()
        _replaced(found, path, value)
        found["planned_values"] = found.get("planned_values")
        graph = loaded(found)
        _usable(graph)
        if path[0] in ("configuration", "variables", "prior_state", "deferred_changes", "terraform_version"):
            assert {GROUP + '["k"]', "module.m[0].aws_s3_bucket.b"} <= by_address(graph).keys()


@given(st.integers(0, 10_000), st.binary(max_size=3))
@settings(max_examples=200, deadline=None)
def test_damaged_text_does_not_raise(at: int, inserted: bytes) -> None:
    text = json.dumps(_sample())
    at %= len(text)
    for damaged in (text[:at], text[:at] + inserted.decode("latin-1") + text[at + 1 :]):
        parsed = plan.parse(Source("plan.json", damaged))
        if isinstance(parsed, dict):
            read(damaged)


def test_wrong_things_are_told_with_their_place_in_the_plan() -> None:
    found = document([resource("aws_vpc.v", {}), "x", resource("aws_vpc.v.w", {})], ["y"], configuration=[1])
    what = [each.what for each in loaded(found).problems]
    assert "planned_values.root_module.resources[1] is a string where an object belongs; it was left out" in what
    assert "resource_changes[0] is a string where an object belongs; it was left out" in what
    assert "configuration.root_module.resources[0] is a number where an object belongs; it was left out" in what
    assert len(what) == 5  # the one that is no object has no mode either


def test_a_plan_that_is_wrong_throughout_is_not_told_line_by_line() -> None:
    graph = loaded(document(["x"] * 1000))
    assert len(graph.problems) == 21
    assert graph.problems[-1].what == "1980 more things in this plan are wrong"


@pytest.mark.parametrize("depth", [100, 5_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_values_are_bounded(depth: int, opening: str, closing: str) -> None:
    sys.setrecursionlimit(1000)  # what a worker's earlier tests left it at must not matter
    deep = opening * depth + "1" + closing * depth
    entry = '{"address":"aws_vpc.%s","mode":"managed","type":"aws_vpc","name":"%s","values":{"x":%s}}'
    resources = ",".join([entry % ("deep", "deep", deep), entry % ("other", "other", "1")])
    text = '{"format_version":"1.2","planned_values":{"root_module":{"resources":[' + resources + "]}}}"
    graph = loaded(text)
    _usable(graph)
    assert [each.severity for each in graph.problems] == ["error"]
    if graph.resources:
        assert isinstance(by_address(graph)["aws_vpc.deep"].attributes["x"], Unknown) or depth == 100
        assert by_address(graph)["aws_vpc.other"].attributes == {"x": 1}


def test_deep_modules_and_marks_are_bounded() -> None:
    found = _sample()
    deep_values: Any = {}
    deep_calls: Any = {}
    marks: Any = True
    for _ in range(300):
        deep_values = {"child_modules": [deep_values]}
        deep_calls = {"module_calls": {"m": {"module": deep_calls}}}
        marks = {"a": marks}
    found["planned_values"]["root_module"]["child_modules"].append(deep_values)
    found["configuration"]["root_module"]["module_calls"]["deep"] = {"module": deep_calls}
    found["resource_changes"][0]["change"]["after_unknown"]["tags_all"] = marks
    found["resource_changes"][0]["change"]["after_sensitive"] = {"tags": marks, "tags_all": marks}
    graph = loaded(found)
    _usable(graph)
    assert len(graph.resources) == 3
    assert len([each for each in graph.problems if each.severity == "error"]) == 3


def test_a_number_of_many_digits_is_not_worked_out() -> None:
    assert [each.kind for each in loaded('{"format_version": "1.0", "planned_values": %s}' % ("1" * 10_000)).problems]


def test_resources_that_all_refer_to_all_others() -> None:
    many = 600
    resources = [resource(f"aws_vpc.v[{number}]", {}) for number in range(many)]
    graph = loaded(document(resources, [], [configured("aws_vpc.v", {"cidr_block": references("aws_vpc.v")})]))
    assert len(graph.links) == MAX_LINKS
    assert [each.severity for each in graph.problems] == ["error"]
    assert list(graph.incomplete) == ["aws_vpc"]


def _seconds(text: str) -> float:
    best = 10.0
    for _ in range(3):
        start = time.process_time()
        loaded(text)
        best = min(best, time.process_time() - start)
    return best


def test_large_plans_are_read_at_megabytes_a_second() -> None:
    text = json.dumps(large_plan(400))
    assert len(text) > 4_000_000
    assert _seconds(text) < 1.0  # 0.15 s where this was written


@pytest.mark.parametrize(
    "text",
    [
        '{"format_version":"1.2","planned_values":{},\n"x":"' + '\\"address\\": \\"' * 200_000 + '"}',
        '{"format_version":"1.2",\n"planned_values":{},"x":[' + '{"address":"aws_vpc.v"},' * 100_000 + "1]}",
        '{"format_version":"1.2","planned_values":{},"address":"' + "[" * 500_000 + '"}',
    ],
    ids=["quoted addresses", "one long line", "brackets"],
)
def test_text_that_is_hard_to_search_is_searched_in_time(text: str) -> None:
    assert _seconds(text) < 1.0


def test_many_equal_names_and_references_are_followed_in_time() -> None:
    """Resources that all have one name, and expressions that lead to all of them."""
    many = 1500
    resources = [resource(f"aws_s3_bucket.b[{number}]", {"id": "same", "bucket": "same"}) for number in range(many)]
    resources += [resource(f"aws_s3_bucket_policy.p{number}", {"bucket": "same"}) for number in range(10)]
    blocks = [
        configured(f"aws_s3_bucket_policy.p{number}", {"bucket": references("local.x", "aws_s3_bucket.b")})
        for number in range(10)
    ]
    assert _seconds(json.dumps(document(resources, [], blocks))) < 2.0
