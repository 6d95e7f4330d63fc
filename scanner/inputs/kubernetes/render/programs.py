"""Running the two programs that render manifests: with no network, no settings of the user's, and within bounds.

What they are given is hostile. Neither runs what is in a chart or an overlay: templates have no way to the system, and
plugins are not switched on. The rest is held off here: proxies lead nowhere, no other program is on the path, and time,
memory and output are limited.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

TIMEOUT = 60
"""Seconds that one rendering may take."""

MAX_OUTPUT = 64 * 1024 * 1024
"""Bytes that one rendering may give."""

MAX_MEMORY = 4 * 1024 * 1024 * 1024
"""Bytes of data that a program may hold."""

_NOWHERE = "http://127.0.0.1:9"
"""The port of the discard service: nothing listens there."""

_MESSAGE = 2_000
"""Characters of an error message that are kept."""

_LOGGED = re.compile(r'^[EF]\d{4} [\d:.]+ +\d+ [\w.]+:\d+\] "command failed" err=', re.MULTILINE)
"""What some builds of kubectl put before an error: when it was, and in which process."""
_WARNING = re.compile(r"WARNING:|\w+\.go:\d+: (?:[Ww]arning:|found symbolic link)")


@dataclass(frozen=True, slots=True)
class Output:
    """What a program printed."""

    text: str
    """Its standard output; empty when it failed."""
    error: str | None = None
    """Why it failed, in its own words; None when it did not."""


def find_program(*names: str) -> str | None:
    """The path of the first of these programs that is installed."""
    return next((found for name in names if (found := shutil.which(name)) is not None), None)


def run(command: list[str], directory: str | None = None) -> Output:
    """Runs a program that renders to its standard output."""
    made = tempfile.TemporaryFile
    with tempfile.TemporaryDirectory(prefix="bylaw-") as home, made() as out, made() as said:
        try:
            done = subprocess.run(
                command,
                cwd=directory,
                env=_environment(home),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=said,
                timeout=TIMEOUT,
                check=False,
                preexec_fn=_limit,
            )
        except subprocess.TimeoutExpired:
            return Output("", f"it took more than {TIMEOUT} seconds")
        except OSError as error:
            return Output("", f"it could not be started: {error.strerror}")
        except ValueError:  # a zero byte, or what is no UTF-8
            return Output("", "it cannot be told what the tree says")
        if done.returncode != 0:
            said.seek(-min(said.seek(0, os.SEEK_END), _MESSAGE * 4), os.SEEK_END)
            return Output("", _message(said.read(), done.returncode))
        out.seek(0)
        try:
            return Output(out.read().decode("utf-8"))
        except UnicodeDecodeError:
            return Output("", "what it gave is not UTF-8 text")


def _message(stderr: bytes, code: int) -> str:
    text = _LOGGED.sub("", stderr.decode("utf-8", "replace").strip())
    lines = [line for line in text.splitlines() if line.strip() and not _WARNING.match(line)]
    return " ".join(lines)[:_MESSAGE].removeprefix("Error: ").removeprefix("error: ") or f"it ended with {code}"


def _environment(home: str) -> dict[str, str]:
    folders = {f"HELM_{name}_HOME": str(Path(home, name.lower())) for name in ("CACHE", "CONFIG", "DATA")}
    proxies = {name: _NOWHERE for each in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for name in (each, each.lower())}
    return {
        **folders,
        **proxies,
        "HOME": home,
        "TMPDIR": home,
        "PATH": home,
        "HELM_PLUGINS": str(Path(home, "plugins")),
        "KUBECONFIG": os.devnull,
        "GOMEMLIMIT": "2GiB",
        "LANG": "C.UTF-8",
    }


def _limit() -> None:
    for kind, most in (
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_DATA, MAX_MEMORY),
        (resource.RLIMIT_CPU, TIMEOUT),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
