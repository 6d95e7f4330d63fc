"""Requests to an API server: attempts, pauses and bounds. Nothing is followed anywhere else."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from scanner.inputs.cluster.errors import Broken, NoConnection, Refusal, TooLarge, Unauthorized, shorten
from scanner.inputs.cluster.impersonation import Header
from scanner.inputs.cluster.limits import Limits, Pace

JSON = "application/json"
_AGAIN = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same may be asked again: https://kubernetes.io/docs/reference/using-api/api-concepts/"""
TRUST = "set `certificate-authority` of this cluster in the kubeconfig, and a server address with https"
"""What to do about a server that is not verified."""
_CHUNK = 2**16
_HOPELESS = 3
"""Requests that used up all their attempts, one after the other, until the next ones get a single attempt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    """HTTP status."""
    headers: Mapping[str, str]
    """Headers."""
    content: bytes
    """Body, unpacked."""


class Transport:
    """Sends requests from any number of threads."""

    def __init__(
        self,
        host: str,
        pool: Any,
        authorize: Callable[[bool], Sequence[Header]],
        limits: Limits,
        stop: threading.Event,
        on_request: Callable[[str, str], None] | None = None,
    ) -> None:
        """`pool` is urllib3's. `authorize` gives the headers that say who asks, new ones when told that these were
        refused. `on_request` is told method and path, with the query, of every request that is sent."""
        self.limits = limits
        """The bounds it keeps."""
        self._host = host.rstrip("/")
        self._pool = pool
        self._authorize = authorize
        self._stop = stop
        self._pace = Pace(limits, stop)
        self._on_request = on_request
        self._exhausted = 0

    def get(self, path: str, query: Mapping[str, str] | None = None, accept: str = JSON) -> Any:
        """The JSON document under a path. Raises ClusterError."""
        asked = f"{path}?{urlencode(query)}" if query else path
        return self._ask("GET", asked, {"Accept": accept}, None)

    def post(self, path: str, document: Mapping[str, Any]) -> Any:
        """The JSON document that answers another one. Only for reviews, which change nothing. Raises ClusterError."""
        headers = {"Accept": JSON, "Content-Type": JSON}
        return self._ask("POST", path, headers, json.dumps(document).encode())

    def close(self) -> None:
        """Closes the connections that are kept open."""
        self._pool.clear()

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Any:
        deadline = time.monotonic() + self.limits.patience_seconds
        refreshed = renew = False
        attempt = 0
        while True:
            try:
                answer = self._send(method, path, [*headers.items(), *self._authorize(renew)], body)
                renew = answer.status == 401 and not refreshed
                if renew:
                    refreshed = True
                    continue
                document = _read(answer)
            except (Refusal, Broken) as error:
                attempt += 1
                pause = self._pause(error, attempt)
                last = self._exhausted >= _HOPELESS or attempt > self.limits.retries
                if pause is None or last or time.monotonic() + pause > deadline:
                    self._exhausted += pause is not None
                    raise
                self._pace.pause(pause)
                continue
            self._exhausted = 0
            return document

    def _pause(self, error: Refusal | Broken, attempt: int) -> float | None:
        """Seconds until the next attempt; None when another one would give the same."""
        if isinstance(error, TooLarge) or (isinstance(error, Refusal) and error.status not in _AGAIN):
            return None
        longest = self.limits.longest_pause_seconds
        asked = error.after if isinstance(error, _Later) else None
        if asked is None:
            pause: float = self.limits.backoff_seconds * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
            return min(pause, longest)
        if isinstance(error, Refusal) and error.status == 429:
            self._pace.hold(min(asked, longest))
        return min(asked, longest) + random.uniform(0, 0.1) * self.limits.backoff_seconds

    def _send(self, method: str, path: str, headers: Sequence[Header], body: bytes | None) -> Answer:
        import urllib3

        self._pace.take()
        if self._on_request is not None:
            self._on_request(method, path)
        limits = self.limits
        timeout = urllib3.Timeout(connect=limits.connect_seconds, read=limits.silence_seconds)
        try:
            response = self._pool.request(
                method,
                self._host + path,
                headers=urllib3.HTTPHeaderDict([*headers, ("Accept-Encoding", "gzip"), ("User-Agent", "bylaw")]),
                body=body,
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                content = self._content(response)
            except BaseException:
                response.close()
                raise
            return Answer(response.status, response.headers, content)
        except urllib3.exceptions.SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error) or "doesn't match" in str(error):
                raise NoConnection(f"the server's certificate cannot be trusted: {shorten(error)}", TRUST) from None
            raise Broken(f"the connection broke: {shorten(error)}") from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Broken(f"the connection broke: {_cause(error)}") from None
        except ValueError:
            # The error quotes the header with the token in it.
            raise NoConnection("the server cannot be asked: address or credentials cannot be sent") from None

    def _content(self, response: Any) -> bytes:
        """The body, read in small parts so that neither its size nor its slowness has no bound."""
        limits = self.limits
        deadline = time.monotonic() + limits.answer_seconds
        parts: list[bytes] = []
        size = 0
        while part := response.read1(_CHUNK, decode_content=True):
            size += len(part)
            if size > limits.page_bytes:
                raise TooLarge(f"the answer has more than {limits.page_bytes >> 20} MiB")
            if time.monotonic() > deadline:
                raise Broken(f"the answer was not complete after {limits.answer_seconds:g} s")
            if self._stop.is_set():
                self._pace.pause(0)
            parts.append(part)
        return b"".join(parts)


class _Later(Refusal):
    """A refusal that says when to come back."""

    after: float | None = None


def _cause(error: BaseException) -> str:
    """The reason of a failed connection without addresses of objects in memory."""
    text = shorten(error)
    return text.split(">: ", 1)[-1] if "object at 0x" in text else text


def _read(answer: Answer) -> Any:
    """The document of a good answer.

    Raises:
        Unauthorized, Refusal, Broken: it is none.
    """
    if answer.status == 200 or answer.status == 201:
        return decode(answer.content)
    if answer.status == 401:
        raise Unauthorized("the server does not accept the credentials (401)")
    if 300 <= answer.status < 400:
        raise Refusal(answer.status, "the server sends elsewhere, which is not followed")
    try:
        status = decode(answer.content)
    except Broken:
        status = None
    message, resume = "", ""
    if isinstance(status, dict):
        message = shorten(status.get("message") or status.get("reason") or "")
        meta = status.get("metadata")
        given = meta.get("continue") if isinstance(meta, dict) else None
        resume = given if isinstance(given, str) else ""
    refusal = _Later(answer.status, message or "the server gives no reason", resume)
    refusal.after = _seconds(answer.headers.get("Retry-After"))
    raise refusal


def _seconds(header: str | None) -> float | None:
    """Seconds that a `Retry-After` asks for, given as a number or as a date."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return float(text)
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError, TypeError):
        return None


def decode(content: bytes) -> Any:
    """A JSON document; lone surrogates in it are replaced.

    Raises:
        Broken: it is not JSON.
    """
    try:
        document = json.loads(content, parse_constant=_refuse)
        if b"\\ud" in content or b"\\uD" in content:
            text = json.dumps(document, ensure_ascii=False)
            document = json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    except RecursionError:
        raise Broken("the answer is nested too deeply") from None
    except ValueError as error:
        raise Broken(f"the answer is not JSON: {shorten(error)}") from None
    return document


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")
