"""`bylaw rules`: list, show, try and check rules; one file a command below it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "list": "every rule with what it matches and the controls it bears on",
    "show": "one rule with its reasons, fix and examples",
    "new": "write a new rule file to fill in",
    "check": "type-check rules and run their examples",
    "eval": "what an expression gives on each resource",
    "rbac": "the rights an audit with these rules needs",
    "export": "write Kubernetes rules as admission policies",
}


def main(arguments: Sequence[str]) -> int:
    """Runs one of the commands and gives its exit code."""
    if arguments and arguments[0] in COMMANDS:
        return int(import_module(f"scanner.cli.rules.{arguments[0]}").main(arguments[1:]))
    asked = bool(arguments) and arguments[0] in ("-h", "--help")
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:<{width}}  {what}" for name, what in COMMANDS.items())
    text = f"usage: bylaw rules COMMAND [ARGUMENTS]\n\ncommands:\n{lines}\n"
    print(text, end="", file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2
