"""The cache file on disk. It holds code, so only a file that nobody else could have written is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path


def cache_directory() -> Path | None:
    """`$XDG_CACHE_HOME/bylaw` or `~/.cache/bylaw`; None when there is no home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base, "bylaw") if os.path.isabs(base) else None


def read_cache(path: Path) -> memoryview | None:
    """The content of a cache file, mapped and not copied; None when there is none or when it is not ours alone."""
    import mmap

    try:
        if not _is_ours(os.lstat(path.parent), stat.S_ISDIR):
            return None
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    try:
        if not _is_ours(os.fstat(descriptor), stat.S_ISREG):
            return None
        return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None
    finally:
        os.close(descriptor)


def write_cache(path: Path, content: bytes) -> bool:
    """Writes a cache file in one step, readable by its owner alone. False when that is not possible."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        os.makedirs(path.parent.parent, exist_ok=True)
        if not path.parent.exists():
            os.mkdir(path.parent, 0o700)
        if not _is_ours(os.lstat(path.parent), stat.S_ISDIR):
            return False
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(temporary, flags, 0o600)
    except OSError:
        return False
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return False
        return False
    return True


def _is_ours(status: os.stat_result, is_kind: Callable[[int], bool]) -> bool:
    """True for a file of the kind that we own and nobody else can write. Windows has no owners to compare."""
    if not is_kind(status.st_mode):
        return False
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
