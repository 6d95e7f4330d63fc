"""The exceptions of this room.

ClusterError
    NoConnection    no usable configuration or credentials, or nobody trustworthy under the address
    Unauthorized    the server does not know who asks, or does not any more: 401
    Refusal         the server answered, but with a failure
    Broken          no whole answer could be had
        TooLarge    the answer is larger than a page may be
    Interrupted     the run was asked to stop
"""

from __future__ import annotations

from typing import Any

LONGEST_TEXT = 300
"""Characters kept of a text that the server sent."""


class ClusterError(Exception):
    """Something a cluster did not give."""


class NoConnection(ClusterError):
    """There is no usable configuration or credentials, or nobody trustworthy answers under the address."""

    def __init__(self, what: str, help: str = "") -> None:
        super().__init__(what)
        self.what = what
        """What is wrong, one sentence."""
        self.help = help
        """What to do about it."""


class Unauthorized(ClusterError):
    """The server does not accept the credentials: 401."""


class Refusal(ClusterError):
    """The server answered with a failure."""

    def __init__(self, status: int, message: str, resume: str = "") -> None:
        super().__init__(f"{status} {message}".strip())
        self.status = status
        """HTTP status."""
        self.message = message
        """The server's words, shortened."""
        self.resume = resume
        """With 410: the token for the rest of the list."""


class Broken(ClusterError):
    """No whole answer could be had."""


class TooLarge(Broken):
    """The answer is larger than a page may be."""


class Interrupted(ClusterError):
    """The run was asked to stop."""


def shorten(text: Any) -> str:
    """A text from outside as one line of bounded length."""
    line = " ".join(str(text)[: 4 * LONGEST_TEXT].split())
    return line if len(line) <= LONGEST_TEXT else f"{line[: LONGEST_TEXT - 3]}..."
