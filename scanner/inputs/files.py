"""Reading files of a hostile tree: nothing outside it, nothing endless, never more than a bounded amount."""

from __future__ import annotations

import os
import stat

from scanner.model.places import Source
from scanner.model.problems import Problem

MAX_BYTES = 32 * 1024 * 1024
"""Largest configuration file that is read. Real ones stay under one MiB; JSON plans have a bound of their own."""

MAX_JSON_BYTES = 256 * 1024 * 1024
"""Largest JSON file that is read: a plan of a large estate."""


class Tree:
    """A directory that must not be left, however a path inside it is spelt or linked."""

    __slots__ = ("_real", "is_repository", "root")

    def __init__(self, root: str, is_repository: bool = False) -> None:
        self.root = root
        self.is_repository = is_repository
        self._real = os.path.realpath(root)

    def holds(self, path: str) -> bool:
        """Whether `path`, all links followed, lies in the tree. What no file can be called does not."""
        try:
            real = os.path.realpath(path)
        except ValueError:
            return False
        return real == self._real or real.startswith(self._real.rstrip("/") + "/")


def enclosing_tree(path: str) -> Tree:
    """The tree that scanning `path` may read: its repository, or else the directory itself (a file's own).

    Modules of one repository call each other by relative paths, so a repository is one tree.
    """
    start = path if os.path.isdir(path) else os.path.dirname(path) or "."
    at = os.path.realpath(start)
    while True:
        if os.path.exists(os.path.join(at, ".git")):
            return Tree(os.path.relpath(at), is_repository=True)
        parent = os.path.dirname(at)
        if parent == at:
            return Tree(start)
        at = parent


def shown(path: str) -> str:
    """A path as reports show it: relative to the working directory, with `/`, one spelling for each file."""
    plain = os.path.normpath(path)
    if os.path.isabs(plain) or plain.startswith(".."):
        plain = os.path.relpath(plain)
    return plain.replace(os.sep, "/")


def is_below(path: str, directory: str) -> bool:
    """Whether a path is a directory or lies in it; both as `shown` writes them."""
    inside = directory == "." and path != ".." and not path.startswith("../")
    return inside or path == directory or path.startswith(directory + "/")


def read_source(path: str, limit: int = MAX_BYTES) -> Source | Problem:
    """Reads a UTF-8 text file, or says why it could not be read. Never blocks on pipes or devices."""
    name = shown(path)
    data = read_bytes(path, limit)
    if isinstance(data, str):
        return Problem("error", "unreadable", data, name, help="make it a readable file or leave it out of the scan")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 text: byte 0x{data[error.start]:02x} at offset {error.start}"
        return Problem("error", "unreadable", what, name, help="save the file as UTF-8")
    if "\0" in text:
        what = f"binary data: a NUL byte at offset {text.index(chr(0))}"
        return Problem("error", "unreadable", what, name, help="leave binary files out of the scan or rename them")
    return Source(name, text)


def read_bytes(path: str, limit: int) -> bytes | str:
    """The bytes of a regular file of at most `limit` bytes, or a phrase that says why not."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return f"cannot be opened: {error.strerror}"
    except ValueError:
        return "cannot be opened: no file can have such a name"
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return "not a regular file"
        if status.st_size > limit:
            return f"too large: {status.st_size:,} bytes, the limit is {limit:,}"
        data = os.read(descriptor, status.st_size + 1)
        while len(data) != status.st_size and len(data) <= limit and (more := os.read(descriptor, 1 << 20)):
            data += more
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    finally:
        os.close(descriptor)
    return data if len(data) <= limit else f"too large: more than {limit:,} bytes"
