"""Who may yet turn out to be linked, against every pair looked at; and that thousands take no more than their share."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import make_resource

from scanner.model.resources import Link, Relation, Resource, ResourceGraph
from scanner.model.values import Reference, Unknown
from scanner.policy.doubts import (
    doubts_of,
    is_from_outside,
    may_be_named,
    may_name,
    may_name_another,
    may_name_more,
    said_in,
    selects_near,
    unknown_names,
)
from scanner.policy.links import LinkIndex


def unknown(prefix: str, references: list[str]) -> Unknown:
    """An Unknown text that begins in a certain way."""
    found = Unknown("no value", tuple(map(Reference, references)))
    found.prefix = prefix
    return found


PREFIXES = st.sampled_from(["", "a", "ab", "abc", "b", "\0"])
UNKNOWNS = st.builds(unknown, PREFIXES, st.lists(st.sampled_from(["var.x", "pet.p.id", "pet.q.id"]), max_size=2))
VALUES = st.one_of(UNKNOWNS, st.sampled_from(["a", "ab", "xabc", "z", "", "a\0b", 3]))
ARGUMENTS = st.dictionaries(st.sampled_from(["bucket", "name", "target_bucket", "tags", "text"]), VALUES)
CLOUD = st.tuples(st.sampled_from(["aws_s3_bucket", "aws_s3_bucket_acl"]), ARGUMENTS, st.none())
OBJECTS = st.tuples(
    st.sampled_from(["v1/Service", "apps/v1/Deployment"]),
    st.fixed_dictionaries(
        {"metadata": st.dictionaries(st.sampled_from(["name", "namespace", "labels"]), VALUES)},
        optional={"spec": st.one_of(VALUES, st.dictionaries(st.sampled_from(["selector", "template"]), VALUES))},
    ),
    st.sampled_from([None, "one", "two", "three"]),
)
LINKED = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=2)


def made(index: int, kind: str, attributes: dict[str, Any], namespace: str | None) -> Resource:
    provider = "kubernetes" if "/" in kind else "aws"
    return make_resource(attributes, f"r{index}", kind, provider=provider, namespace=namespace)


def said_of(name: Unknown, other: Resource) -> bool:
    """Whether another resource may say a name."""
    texts, unknowns = said_in(other)
    if is_from_outside(name) and any(name.prefix in text for text in texts):
        return True
    ours = {reference.name for reference in name.references}
    return any(
        (name.prefix.startswith(each.prefix) or each.prefix.startswith(name.prefix))
        and any(reference.name in ours for reference in each.references)
        for each in unknowns
    )


def pair(resource: Resource, other: Resource, links: list[Link], relation: Relation | None) -> Unknown | None:
    """Why one resource may turn out to name the other."""
    found = may_be_named(resource, doubts_of(resource), other)
    if found is not None:
        return found
    if other.is_object:
        if relation == "selects" and selects_near(other) and other.namespace != resource.namespace:
            return None
        return (may_name_more if links else may_name)(doubts_of(other), relation)
    if links:
        return may_name_another(other, doubts_of(other), links, resource.kind)
    found = may_name(doubts_of(other), relation)
    return (
        found if found is not None else next((name for name in unknown_names(resource) if said_of(name, other)), None)
    )


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.lists(CLOUD, max_size=6), st.lists(OBJECTS, max_size=6)), LINKED)
def test_the_first_that_may_be_linked(resources: list[Any], linked: list[tuple[int, int]]) -> None:
    graph = ResourceGraph([made(index, *each) for index, each in enumerate(resources)])
    chosen = [(graph.resources[a], graph.resources[b]) for a, b in linked if max(a, b) < len(resources)]
    graph.links = [Link(one, other, "references") for one, other in chosen if one is not other]
    index = LinkIndex(graph)
    for resource in graph.resources:
        for kind in {each.kind for each in graph.resources}:
            for relation in (None, "selects"):
                found = index.sources(resource, kind, relation)
                known = [each.source for each in graph.links if each.target is resource and each.source.kind == kind]
                known = [] if relation == "selects" else known
                attributes = [each.attributes for each in dict.fromkeys(known)]
                expected = None
                for other in (each for each in graph.resources if each.kind == kind and each not in known):
                    links = [each for each in graph.links if each.source is other and each.target.kind == resource.kind]
                    why = pair(resource, other, links, relation)
                    if why is not None:
                        expected = f"{other.address} may refer to it: {why.cause}", why.references
                        break
                assert (found if expected is None else (found.cause, found.references)) == (expected or attributes)
                assert expected is None or getattr(found, "items", []) == attributes


@pytest.mark.parametrize("name", ["known", "var.x", "pet.p.id"])
def test_thousands_are_not_compared_with_thousands(name: str) -> None:
    buckets, others = [], []
    for index in range(3000):
        bucket = "b" if name == "known" else unknown(f"one-{index}-", [name])
        other = unknown(f"other-{index}-", [name]) if name == "pet.p.id" else f"other-{index}"
        buckets.append(make_resource({"bucket": bucket}, f"b{index}"))
        others.append(make_resource({"bucket": other}, f"o{index}", "aws_s3_bucket_acl"))
    index = LinkIndex(ResourceGraph([*buckets, *others]))
    started = time.process_time()
    assert all(index.sources(bucket, "aws_s3_bucket_acl") == [] for bucket in buckets)
    assert time.process_time() - started < 2  # every pair of them would take ten times as long
