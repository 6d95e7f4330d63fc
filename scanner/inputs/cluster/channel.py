"""What passes from a thread that reads one kind to the one that judges: one page at most waits at a time."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

from scanner.inputs.cluster.errors import Interrupted

T = TypeVar("T")
_LOOK = 0.2
"""Seconds between looks at whether the run was stopped; they also let a keyboard interrupt through."""


class Channel(Generic[T]):
    """A queue of one writer and one reader that ends when it is closed."""

    def __init__(self, *stops: threading.Event) -> None:
        """When one of `stops` is set, whoever waits is released."""
        self._stops = stops
        self._changed = threading.Condition()
        self._waiting: deque[T] = deque()
        self._closed = False

    def put(self, item: T) -> None:
        """Gives one to the reader."""
        with self._changed:
            self._waiting.append(item)
            self._changed.notify_all()

    def wait_until_taken(self) -> None:
        """Waits until the reader has taken everything. Raises Interrupted."""
        with self._changed:
            while self._waiting:
                self._look()

    def close(self) -> None:
        """Nothing more comes."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def take(self) -> T | None:
        """The next one; None after the last. Raises Interrupted."""
        with self._changed:
            while not self._waiting:
                if self._closed:
                    return None
                self._look()
            item = self._waiting.popleft()
            self._changed.notify_all()
            return item

    def _look(self) -> None:
        if any(stop.is_set() for stop in self._stops):
            raise Interrupted
        self._changed.wait(_LOOK)
