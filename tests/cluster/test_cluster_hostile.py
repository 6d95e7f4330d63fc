"""Whatever a server answers, reading ends without an exception, and what was not a list is not taken for one."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import hypothesis.strategies as st
from cluster_reading import limits
from hypothesis import given, settings

from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.discovery import discover
from scanner.inputs.cluster.errors import Broken, ClusterError
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import read
from scanner.inputs.cluster.kinds import Kind, Served
from scanner.inputs.cluster.transport import Transport, decode
from scanner.model.problems import Problem

NAMES = """
    kind items metadata continue versions resources name groups verbs resource responseKind scope status allowed
    resourceRules incomplete uid annotations preferredVersion freshness userInfo username namespaced
"""
KEYS = st.sampled_from(NAMES.split())
WORDS = st.sampled_from(
    ["", "Pod", "Namespace", "v1", "apps", "list", "pods", "a/b", "..", "Stale", "Namespaced", "APIGroupDiscoveryList"]
)
SCALARS = st.none() | st.booleans() | st.integers(-1, 3) | WORDS
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


class Scripted(Transport):
    """A server that answers with these documents, in turn, to everything."""

    def __init__(self, documents: list[Any]) -> None:
        super().__init__("http://nowhere", None, lambda refused: {}, limits(objects=50), threading.Event())
        self._documents = documents
        self._lock = threading.Lock()
        self._asked = 0

    def get(self, path: str, query: Mapping[str, str] | None = None, accept: str = "") -> Any:
        with self._lock:
            self._asked += 1
            return self._documents[self._asked % len(self._documents)]

    def post(self, path: str, document: Mapping[str, Any]) -> Any:
        return self.get(path)


@given(st.lists(JSON, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_lists(documents: list[Any]) -> None:
    connection = Connection("x", None, Scripted(documents), "", threading.Event())
    served = Served()
    served.add(Kind("", "v1", "Pod", "pods", True))
    connection._served = served
    problems: list[Problem] = []
    incomplete: dict[str, str] = {}
    for page in read(connection, ["Pod"], Filters(), problems.append, incomplete):
        assert page.items
    assert not [one for one in problems if one.kind == "crashed"]
    assert bool(incomplete) == any(one.severity == "error" for one in problems)
    if not any(isinstance(each, dict) and "items" in each for each in documents):
        assert incomplete


@given(st.lists(JSON, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_discovery(documents: list[Any]) -> None:
    try:
        served = discover(Scripted(documents))
    except ClusterError:
        return
    for kinds in served.kinds.values():
        assert all(isinstance(part, str) for kind in kinds for part in (kind.group, kind.version, kind.plural))


@given(st.binary(max_size=60) | st.text('{}[]":,\\ud8a0e1.- ', max_size=60).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_bytes(content: bytes) -> None:
    try:
        document = decode(content)
    except Broken:
        return
    str(document).encode()
