"""The `bylaw` command: finds the command that was asked for and runs it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

COMMANDS = {
    "scan": "judge Terraform and Kubernetes code",
    "audit": "judge live clusters",
    "drift": "compare what code declares with a live cluster",
    "inspect": "show the resource model, resolved",
    "rules": "list, show, try and check rules",
    "frameworks": "list and show frameworks, and the table from rules to controls",
}
"""Commands, each a module of this folder, with what they do."""

HELP = """\
usage: bylaw COMMAND [ARGUMENTS]

Policy-as-code compliance scanner for Terraform and Kubernetes.

commands:
{commands}

`bylaw COMMAND --help` tells more of each.

options:
  -h, --help  show this and exit
  --version   show the version and exit

exit codes:
  0  clean
  1  findings at or above --fail-on
  2  usage error, or something could not be read or judged
"""


def run() -> None:
    """Entry point of the console script."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        code = 0  # whoever reads our output has seen enough
    except KeyboardInterrupt:
        print("bylaw: interrupted", file=sys.stderr)
        code = 2
    # Whatever is still there goes with the process: to take a large graph apart first would be time for nothing.
    with suppress(OSError, AttributeError):  # there may be no standard error
        sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str]) -> int:
    """Runs one command and gives its exit code."""
    _prepare()
    if not arguments:
        print(help_text(), end="", file=sys.stderr)
        return 2
    first = arguments[0]
    if first in ("-h", "--help", "help"):
        print(help_text(), end="")
        return 0
    if first == "--version":
        from scanner import __version__

        print(f"bylaw {__version__}")
        return 0
    if first not in COMMANDS:
        print(f"bylaw: there is no command {first!r}; there are {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    from importlib import import_module

    return int(import_module(f"scanner.cli.{first}").main(arguments[1:]))


def help_text() -> str:
    """What `bylaw --help` prints."""
    width = max(map(len, COMMANDS))
    return HELP.format(commands="\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items()))


def _prepare() -> None:
    """Deeply nested input is refused by depth limits of the readers, which need room; trees hold few cycles."""
    sys.setrecursionlimit(10_000)
    gc.set_threshold(3_000_000, 50, 50)
