"""Prints one of the README's two set-up commands: `python tests/house/readme.py scan|test`."""

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


if __name__ == "__main__":
    print(command(sys.argv[1]))
