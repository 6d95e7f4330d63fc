"""The README's parts that are taken from the real thing.

`python tests/house/readme.py scan|test` prints one of its two set-up commands; `... write` brings the help texts it
shows up to date.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[2] / "README.md"


def command(name: str) -> str:
    """The one-line command under the README's heading comment `<!-- name -->`."""
    text = README.read_text(encoding="utf-8")
    found = re.search(rf"<!-- command: {name} -->\n```sh\n([^\n]+)\n```", text)
    if found is None:
        raise SystemExit(f"the README has no command {name!r}")
    return found.group(1)


def shown_help(text: str, shown: str) -> re.Match[str] | None:
    """The help text of a command as the README shows it."""
    return re.search(rf"(?<=\$ {shown}\n)(.*?)(?=```)", text, re.DOTALL)


def real_help() -> dict[str, str]:
    """What the commands really print."""
    from scanner.cli.main import help_text
    from scanner.cli.scan import scan_parser

    return {"bylaw --help": help_text(), "bylaw scan --help": scan_parser().format_help()}


def write() -> None:
    """Puts the real help texts into the README."""
    text = README.read_text(encoding="utf-8")
    for shown, real in real_help().items():
        found = shown_help(text, shown)
        if found is None:
            raise SystemExit(f"the README does not show `{shown}`")
        text = text[: found.start()] + real + text[found.end() :]
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write()
    else:
        print(command(sys.argv[1]))
