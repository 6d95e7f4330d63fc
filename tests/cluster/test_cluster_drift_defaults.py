"""What the real API server fills in is no drift: every object is created, read back and compared with itself."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from cluster_access import RefusedError
from cluster_examples import completed, objects_of
from cluster_kinds import built_in
from cluster_real import RealCluster
from cluster_zeros import Zeros
from drift_objects import FULL
from yaml.representer import RepresenterError

from scanner.drift.differences import differences
from scanner.policy.packs import builtin_directory, read_pack

Json = dict[str, Any]
SERVED = {(one.api_version, one.kind): one for one in built_in()}
SPACE = "defaults"
"""Namespace that everything is created in."""
FEW = 0.1
"""Part of the examples that the server may refuse, for reasons of its own."""


def read_back(cluster: RealCluster, item: Json) -> Json:
    """The object as the server keeps it. What would act on the server itself is only tried."""
    one = SERVED[item["apiVersion"], item["kind"]]
    path = one.path(SPACE if one.namespaced else None)
    if "admissionregistration" in item["apiVersion"] or item["kind"] in ("Namespace", "APIService"):
        tried: Json = cluster.call("POST", f"{path}?dryRun=All", item)
        return tried
    try:
        made = cluster.call("POST", path, item)
    except RefusedError as error:
        if error.code != 409:
            raise
        made = cluster.call("PUT", f"{path}/{item['metadata']['name']}?dryRun=All", item)
        return dict(made)
    own = f"{path}/{made['metadata']['name']}"
    found: Json = cluster.call("GET", own)
    cluster.call("DELETE", f"{own}?gracePeriodSeconds=0&propagationPolicy=Background")
    return found


def different(kind: str, declared: Json, live: Json) -> list[str]:
    return [each.steps[-1].text for each in differences(kind, declared, live)]


@pytest.fixture(scope="module")
def space(real_cluster: RealCluster) -> RealCluster:
    """The server with a namespace."""
    real_cluster.call("POST", "/api/v1/namespaces", {"metadata": {"name": SPACE}})
    return real_cluster


def examples() -> Iterator[tuple[str, Json]]:
    """Every object of the rules' examples that the server serves, with the rule and the name of the example."""
    for file in read_pack(builtin_directory()).rules:
        for example in file.examples if file.rule.kubernetes else ():
            if example.language != "kubernetes":
                continue
            try:
                objects = objects_of(example.text)
            except RepresenterError:  # what is built wrongly has no plain form
                continue
            for item in objects:
                if (item["apiVersion"], item["kind"]) in SERVED:
                    item = completed(item, {})
                    item["metadata"].pop("namespace", None)
                    yield f"{file.rule.id}: {example.name}", item


def test_no_example_of_a_rule_differs_from_what_the_server_keeps_of_it(space: RealCluster) -> None:
    refused, compared = [], 0
    for name, item in examples():
        try:
            live = read_back(space, item)
        except RefusedError as error:
            refused.append(f"{name}: {error}")
            continue
        compared += 1
        assert different(item["kind"], item, live) == [], name
    assert len(refused) < FEW * compared, refused
    assert compared > 250


@pytest.mark.parametrize("name", FULL)
def test_no_object_with_much_in_it_differs(space: RealCluster, name: str) -> None:
    item = FULL[name]
    assert different(item["kind"], item, read_back(space, copy.deepcopy(item))) == []


@pytest.fixture(scope="module")
def zeros(space: RealCluster) -> Zeros:
    return Zeros(space.call("GET", "/openapi/v2"))


@pytest.mark.parametrize("name", FULL)
def test_nothing_that_is_written_as_zero_or_empty_differs(space: RealCluster, zeros: Zeros, name: str) -> None:
    one = SERVED[FULL[name]["apiVersion"], FULL[name]["kind"]]
    path = one.path(SPACE if one.namespaced else None)
    compared = 0
    for way, item in zeros.of(FULL[name]):
        try:
            live = space.call("POST", f"{path}?dryRun=All", item)
        except RefusedError:
            continue
        compared += 1
        if way != ("spec", "type"):  # of another type, it keeps less
            assert different(one.kind, item, live) == [], way
    assert compared > 1
