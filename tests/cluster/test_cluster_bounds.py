"""Reading a cluster takes bounded time and memory, whatever the server does."""

from __future__ import annotations

import json
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import cluster_faults as faults
import cluster_objects as objects
import pytest
import urllib3
from cluster_fake import FakeApiServer
from cluster_reading import gather, limits

from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import Broken
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import read
from scanner.inputs.cluster.kinds import Kind, Served
from scanner.inputs.cluster.limits import Limits
from scanner.inputs.cluster.transport import Transport, decode

Json = dict[str, Any]
PODS = Kind("", "v1", "Pod", "pods", True)


class ManyPages(Transport):
    """A server with any number of pods of about 3 kB, 100 a page."""

    def __init__(self, pages: int) -> None:
        super().__init__("http://nowhere", None, lambda refused: [], Limits(), threading.Event())
        self._left = pages

    def get(self, path: str, query: Mapping[str, str] | None = None, accept: str = "") -> Any:
        if not path.endswith("/pods"):
            return {}
        self._left -= 1
        pod = objects.pod("p", annotations={"text": "x" * 2000})
        items = [{**pod, "metadata": {**pod["metadata"], "uid": f"{self._left}-{n}"}} for n in range(100)]
        token = str(self._left) if self._left else ""
        return decode(json.dumps({"items": items, "metadata": {"continue": token}}).encode())

    def post(self, path: str, document: Mapping[str, Any]) -> Any:
        return {"status": {"allowed": True}}


def peak(pages: int) -> int:
    """Bytes held at most while this many pages are read and let go."""
    connection = Connection("x", None, ManyPages(pages), "", threading.Event())
    served = Served()
    served.add(PODS)
    connection._served = served
    tracemalloc.start()
    try:
        count = sum(len(page.items) for page in read(connection, ["Pod"], Filters(), print, {}))
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == pages * 100
    return held


def test_memory_grows_by_uids_alone() -> None:
    """Of an object of 2.5 kB that was taken, less than a tenth stays: what tells whether it comes again."""
    assert peak(60) - peak(6) < 54 * 100 * 250


@contextmanager
def dripping(part: bytes, pause: float) -> Iterator[str]:
    """A server that sends a byte at a time and never ends."""
    end = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            accepted, _ = listener.accept()
            with accepted:
                accepted.recv(65536)
                accepted.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not end.wait(pause):
                    accepted.sendall(part)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        end.set()
        thread.join()


def test_an_answer_that_drips_is_given_up() -> None:
    bounds = limits(answer_seconds=0.3, silence_seconds=5, retries=0)
    with dripping(b" ", 0.02) as url, urllib3.PoolManager() as pool:
        transport = Transport(url, pool, lambda refused: [], bounds, threading.Event())
        started = time.monotonic()
        with pytest.raises(Broken, match="not complete after"):
            transport.get("/api")
        assert time.monotonic() - started < 2


def test_a_silent_server_is_asked_again(fake_cluster: FakeApiServer) -> None:
    fake_cluster.apply([objects.pod("p")])
    fake_cluster.inject(faults.slow(0.6), resource="pods", times=1)
    reading = gather(fake_cluster, "Pod", limits=limits(silence_seconds=0.2))
    assert reading.names("Pod") == ["p"]
    assert (reading.problems, reading.incomplete) == ([], {})


def test_patience_ends(fake_cluster: FakeApiServer) -> None:
    fake_cluster.inject(faults.too_many("1"), resource="pods")
    started = time.monotonic()
    reading = gather(fake_cluster, "Pod", limits=limits(retries=1000, patience_seconds=1, longest_pause_seconds=0.2))
    assert time.monotonic() - started < 3
    assert list(reading.incomplete) == ["Pod"]


def test_a_list_of_more_objects_than_allowed(fake_cluster: FakeApiServer) -> None:
    fake_cluster.apply([objects.pod(f"p-{number}") for number in range(8)])
    reading = gather(fake_cluster, "Pod", limits=limits(objects=5))
    assert len(reading.names("Pod")) == 6
    assert "more than" in reading.incomplete["Pod"]
