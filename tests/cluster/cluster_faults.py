"""Faults that a test plants in the fake API server: each takes the request and the true answer, and gives another.

server.inject(too_many("1"), resource="pods", times=3)
server.inject(cut(0.5), resource="pods", skip=1, times=1)     # the second page, once
server.inject(unavailable(), path="/apis/apps/v1")
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cluster_answers import Answer, expired, forbidden, refusal
from cluster_requests import Request
from cluster_store import decode_token, encode_token

Json = dict[str, Any]
Next = Callable[[], Answer]
Change = Callable[[Request, Next], Answer]
"""Gives the answer to a request; the second argument gives the true one."""


@dataclass(slots=True)
class Fault:
    """A change to the answers of some requests."""

    change: Change
    """What it does."""
    resource: str = ""
    """Only requests of this plural."""
    namespace: str | None = None
    """Only requests of this namespace; `""` for those of none."""
    path: str = ""
    """Only requests whose path starts so."""
    method: str = ""
    """Only requests of this method."""
    skip: int = 0
    """Requests it lets pass first, of those it is for."""
    times: int | None = None
    """Requests it changes; None for all from then on."""
    done: int = 0
    """Requests it has changed."""

    def takes(self, request: Request) -> bool:
        """Whether this request is for it; counts those it lets pass and those it changes."""
        target = request.target
        if (
            (self.resource and target.resource != self.resource)
            or (self.namespace is not None and (target.namespace or "") != self.namespace)
            or not request.path.startswith(self.path)
            or self.method not in ("", request.method)
        ):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None and self.done >= self.times:
            return False
        self.done += 1
        return True


class Faults:
    """The faults of one server. The first that takes a request changes its answer."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """One more; its `done` tells how often it struck."""
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """None any more."""
        with self._lock:
            self._faults.clear()

    def apply(self, request: Request, true: Next) -> Answer:
        """The answer to a request, changed or true."""
        with self._lock:
            fault = next((one for one in self._faults if one.takes(request)), None)
        return fault.change(request, true) if fault else true()


def status(code: int, message: str = "injected", **headers: str) -> Change:
    """A Status of this code; `Retry_After="1"` makes a header."""

    def change(_: Request, __: Next) -> Answer:
        given = refusal(code, message)
        given.headers |= {name.replace("_", "-"): value for name, value in headers.items()}
        return given

    return change


def denied() -> Change:
    """403, though access reviews say it is allowed."""
    return lambda request, _: forbidden(request.user, request.verb, request.target, request.path)


def too_many(retry_after: str | None = "1") -> Change:
    """429, with `Retry-After` in seconds."""
    headers = {} if retry_after is None else {"Retry_After": retry_after}
    return status(429, "Too many requests, please try again later.", **headers)


def unavailable(retry_after: str | None = None) -> Change:
    """503, with or without `Retry-After`."""
    headers = {} if retry_after is None else {"Retry_After": retry_after}
    return status(503, "the server is currently unable to handle the request", **headers)


def token_expired(resume: bool = True) -> Change:
    """410 for a page asked with `continue` (a first page is answered); `resume` gives a token for the rest."""

    def change(request: Request, true: Next) -> Answer:
        if "continue" not in request.query:
            return true()
        _, start = decode_token(request.query["continue"])
        return expired(encode_token(-1, start) if resume else "")

    return change


def slow(seconds: float) -> Change:
    """The true answer, late."""

    def change(request: Request, true: Next) -> Answer:
        request.ending.wait(seconds)
        return true()

    return change


def trickling(seconds: float) -> Change:
    """The true answer at once, its body drop by drop: no read waits long, and yet it takes this long."""

    def change(_: Request, true: Next) -> Answer:
        given = true()
        given.seconds = seconds
        return given

    return change


def cut(part: float = 0.5) -> Change:
    """The connection is cut after this part of the body; -1 cuts it before any answer."""

    def change(_: Request, true: Next) -> Answer:
        given = true()
        given.cut = part
        return given

    return change


def truncated(part: float = 0.5) -> Change:
    """A whole answer whose JSON stops in the middle."""

    def change(_: Request, true: Next) -> Answer:
        given = true()
        given.body = given.body[: int(len(given.body) * part)]
        return given

    return change


def body(content: bytes, content_type: str = "application/json", code: int = 200) -> Change:
    """Any body at all."""
    return lambda _, __: Answer(code, content, {"Content-Type": content_type})


def edited(edit: Callable[[Any], Any]) -> Change:
    """The true JSON document after `edit`, which may change it and returns what is sent."""

    def change(_: Request, true: Next) -> Answer:
        given = true()
        given.body = json.dumps(edit(given.json)).encode()
        return given

    return change


def with_items(*items: Any) -> Change:
    """A list that holds these items too, first: `None`, `"text"`, `{}`, ..."""
    return edited(lambda page: {**page, "items": [*items, *page["items"]]})


def without_items() -> Change:
    """A page with no items whose `continue` gives what it should have held."""

    def change(request: Request, true: Next) -> Answer:
        page = true().json
        revision = int(page["metadata"]["resourceVersion"])
        start = decode_token(request.query["continue"])[1] if "continue" in request.query else ""
        page |= {"items": [], "metadata": {**page["metadata"], "continue": encode_token(revision, start)}}
        return Answer(200, json.dumps(page).encode(), {"Content-Type": "application/json"})

    return change
