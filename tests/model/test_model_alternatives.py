"""Places of which only one is in a cluster at a time."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.alternatives import Alternatives
from scanner.model.origins import Origin


def at(root: str, environment: str | None = None) -> Origin:
    return Origin("kubernetes", root, environment=environment)


def apart(one: Origin, other: Origin, *declared: tuple[str, Origin]) -> bool:
    found = Alternatives(declared)
    answers = {found.are_apart(*map(found.branch, pair)) for pair in ((one, other), (other, one))}
    assert len(answers) == 1
    return answers.pop()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("overlays/dev", "overlays/prod", True),
        ("overlays/dev/extra", "overlays/prod", True),
        ("overlays/dev", "overlays/test", False),
        ("overlays/dev", "overlays", False),
        ("overlays/dev", "platform", False),
        ("overlays/dev", ".", False),
        ("overlays/dev", "overlays/dev/extra", False),
    ],
)
def test_what_declares_the_same_workload(one: str, other: str, expected: bool) -> None:
    declared = [("web", at("overlays/dev")), ("web", at("overlays/prod")), ("other", at("overlays/test"))]
    assert apart(at(one), at(other), *declared) is expected


def test_paths_part_above_the_directories_that_declare_it() -> None:
    declared = [("web", at("dev/apps")), ("web", at("prod/apps"))]
    assert apart(at("dev/policies"), at("prod/apps"), *declared)
    assert not apart(at("dev/policies"), at("dev/apps"), *declared)


def test_a_directory_and_one_below_it() -> None:
    declared = [("web", at("k8s")), ("web", at("k8s/prod/apps"))]
    assert apart(at("k8s"), at("k8s/prod"), *declared)
    assert not apart(at("k8s"), at("k8s/common"), *declared)
    assert not apart(at("k8s/common"), at("k8s/prod"), *declared)
    assert apart(at("."), at("prod"), ("web", at(".")), ("web", at("prod")))


def test_environments_of_one_root() -> None:
    declared = [("web", at("chart", "one")), ("web", at("chart", "two"))]
    assert apart(at("chart", "one"), at("chart", "two"), *declared)
    assert not apart(at("chart", "one"), at("chart", "three"), *declared)
    assert not apart(at("chart", "one"), at("chart/sub"), *declared)


def test_nothing_declared_twice_is_no_alternative() -> None:
    found = Alternatives([("web", at("a")), ("web", at("a")), ("api", at("b"))])
    assert not found
    assert found.branch(at("a")) == ()


def test_many_copies_take_no_time() -> None:
    found = Alternatives((f"w{number}", at(f"env/{copy}/apps")) for copy in range(2000) for number in range(20))
    assert found.are_apart(found.branch(at("env/1")), found.branch(at("env/1999/other")))


ROOTS = st.lists(st.sampled_from("ab"), max_size=4).map(lambda steps: "/".join(steps) or ".")


@given(st.lists(st.tuples(st.sampled_from("xyz"), ROOTS), max_size=8), ROOTS, ROOTS)
def test_places_are_apart_where_their_ways_part_with_the_same_in_both(
    declared: list[tuple[str, str]], one: str, other: str
) -> None:
    """Written down once more, without an index."""
    expected = False
    for (name, first), (same, second) in combinations(sorted(set(declared)), 2):
        if name == same and first != second:
            expected |= sides(one, other) in (sides(first, second), sides(second, first))
    assert apart(at(one), at(other), *((name, at(root)) for name, root in declared)) is (expected and one != other)


def sides(one: str, other: str) -> tuple[str, tuple[str, str]]:
    """Where two paths part, and the step of each from there; empty for the directory itself."""
    ways = [[] if each == "." else each.split("/") for each in (one, other)]
    at = 0
    while at < min(map(len, ways)) and ways[0][at] == ways[1][at]:
        at += 1
    return "/".join(ways[0][:at]), (ways[0][at] if at < len(ways[0]) else "", ways[1][at] if at < len(ways[1]) else "")


WEB = [("web", at("dev")), ("web", at("prod"))]


@pytest.mark.parametrize(
    ("fixed", "may"),
    [
        ([("right", at("dev"))], True),
        ([("right", at("dev")), ("right", at("prod"))], False),
        ([("right", at("dev")), ("right", at("prod/rights"))], False),
        ([("right", at("dev")), ("right", at("common"))], False),
        ([("right", at("dev")), *WEB], False),
        ([("right", at("dev")), ("web", at("prod"))], True),
        ([("right", at("prod"))], False),
        ([], False),
    ],
    ids=["of one", "of both", "of both, deeper", "common", "two clusters for sure", "one is sure", "not there", "none"],
)
def test_what_has_no_namespace_where_no_namespace_is_known(fixed: list[tuple[str, Origin]], may: bool) -> None:
    found = Alternatives(WEB, fixed)
    assert found.are_apart(found.branch(at("dev")), found.branch(at("prod")))
    assert found.may_bear_on("right", at("dev"), found.branch(at("prod"))) is may
    assert not found.may_bear_on("right", at("dev"), found.branch(at("dev/more")))
    assert not found.may_bear_on("right", at("dev"), found.branch(at("common")))


FIXED = st.lists(st.tuples(st.sampled_from("xyzr"), ROOTS), max_size=8)


@given(st.lists(st.tuples(st.sampled_from("xyz"), ROOTS), max_size=8), FIXED, ROOTS, ROOTS)
def test_what_may_bear_on_another_written_down_once_more(
    declared: list[tuple[str, str]], fixed: list[tuple[str, str]], one: str, other: str
) -> None:
    every = Alternatives([(name, at(root)) for name, root in declared])
    sure = Alternatives([(name, at(root)) for name, root in declared if (name, root) in fixed])
    found = Alternatives([(name, at(root)) for name, root in declared], [(name, at(root)) for name, root in fixed])

    def are_apart(alternatives: Alternatives, *roots: str) -> bool:
        return alternatives.are_apart(*(alternatives.branch(at(root)) for root in roots))

    for name in "xyzr":
        own = any(same == name and not are_apart(every, root, other) for same, root in fixed)
        apart = are_apart(every, one, other) and not are_apart(sure, one, other)
        expected = apart and (name, one) in fixed and not own
        assert found.may_bear_on(name, at(one), found.branch(at(other))) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("server", "a"), ("server", "b"), True),
        (("server", "a"), ("server", "a"), False),
        (("server", "a"), ("name", "b"), False),
        (("server", "a"), None, False),
    ],
)
def test_what_is_sent_to_two_clusters(one: tuple[str, str], other: tuple[str, str] | None, expected: bool) -> None:
    sent = {("apps", None): one, ("policies", None): other, ("else", None): ("name", "c")}
    found = Alternatives([], [], {unit: cluster for unit, cluster in sent.items() if cluster is not None})
    ends = found.branch(at("apps")), found.branch(at("policies"))
    assert found.are_apart(*ends) is found.are_apart(*reversed(ends)) is expected
    assert not found.may_bear_on("x", at("apps"), ends[1])
    assert not found.are_apart(ends[0], found.branch(at("anything")))
