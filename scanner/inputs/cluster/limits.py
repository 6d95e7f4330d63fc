"""How hard a cluster may be asked, and how long it may take to answer."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from scanner.inputs.cluster.errors import Interrupted

_SLOWEST = 0.001
"""Requests a second, at least."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one audit. Rate and burst are ten times what client-go (`rest.Config`) gives a controller."""

    rate: float = 50.0
    """Requests a second."""
    burst: int = 100
    """Requests that may be sent at once after a quiet time."""
    workers: int = 4
    """Kinds that are listed at the same time."""
    page: int = 500
    """Objects asked for in one page."""
    page_bytes: int = 64 * 2**20
    """Bytes of one answer, unpacked; a page that is larger is asked for in halves."""
    objects: int = 1_000_000
    """Objects of one kind."""
    connect_seconds: float = 10.0
    """Time to connect."""
    silence_seconds: float = 60.0
    """Time without a byte."""
    answer_seconds: float = 300.0
    """Time for one whole answer."""
    retries: int = 5
    """Attempts after the first."""
    patience_seconds: float = 180.0
    """Time after which no further attempt is made."""
    backoff_seconds: float = 0.5
    """First pause between attempts; each is twice the one before, give or take a half."""
    longest_pause_seconds: float = 30.0
    """Longest pause, also where the server asks for a longer one."""


class Pace:
    """Lets requests through at a rate, from any number of threads."""

    def __init__(self, limits: Limits, stop: threading.Event) -> None:
        self._limits = limits
        self._rate = max(limits.rate, _SLOWEST)
        self._stop = stop
        self._lock = threading.Lock()
        self._tokens = float(limits.burst)
        self._filled = time.monotonic()
        self._not_before = 0.0

    def take(self) -> None:
        """Waits for its turn.

        Raises:
            Interrupted: the run was stopped.
        """
        while wait := self._wait():
            self.pause(wait)
        if self._stop.is_set():
            raise Interrupted

    def pause(self, seconds: float) -> None:
        """Waits.

        Raises:
            Interrupted: the run was stopped.
        """
        if self._stop.wait(seconds):
            raise Interrupted

    def hold(self, seconds: float) -> None:
        """Holds all requests back for a while: the server is overloaded."""
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + seconds)

    def _wait(self) -> float:
        """Seconds to wait; 0 when a request may be sent, which is then counted."""
        with self._lock:
            now = time.monotonic()
            if now < self._not_before:
                return self._not_before - now
            grown = self._tokens + (now - self._filled) * self._rate
            self._tokens = min(float(self._limits.burst), grown)
            self._filled = now
            if self._tokens >= 1:
                self._tokens -= 1
                return 0.0
            return (1 - self._tokens) / self._rate
