"""The exceptions of this room. None of them leaves it: a caller of `load` sees problems.

ReadingError
    BadScalar        a scalar that contradicts its tag, or a key that cannot be one
    BrokenDocument   a document that cannot be read, with the offset where that shows
    NotPlain         the quick reader met something it leaves to the event reader
"""

from __future__ import annotations


class ReadingError(Exception):
    """Something that cannot be read as it stands."""


class BadScalar(ReadingError):
    """A scalar that contradicts its tag, or a key that cannot be one."""


class BrokenDocument(ReadingError):
    """A document that cannot be read."""

    def __init__(self, what: str, offset: int, help: str = "") -> None:
        super().__init__(what)
        self.what = what
        """What is wrong, without the place."""
        self.offset = offset
        """Where it shows, in the source's text."""
        self.help = help
        """What to do about it."""


class NotPlain(ReadingError):
    """The text is not written in the plain subset of YAML."""
