"""What a page of the documentation holds that can be tried: files, rules, and commands with what they print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_BLOCK = re.compile(r"(?:^<!-- ([^>]*) -->\n)?^(`{3,})(\w*)\n(.*?)^\2$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    mark: str
    """The comment on the line above: `file: NAME`, `run`, `run: exit N`, or nothing."""
    language: str
    """What is written behind the fence."""
    text: str
    """Its lines."""

    @property
    def file(self) -> str:
        """Where it is to be written; empty for nowhere. A whole rule goes into `policy/`."""
        if self.mark.startswith("file: "):
            return self.mark.removeprefix("file: ")
        found = re.match(r"id: (\S+)\n", self.text) if self.language == "yaml" else None
        return f"policy/{found[1]}.yaml" if found else ""

    @property
    def runs(self) -> bool:
        """Whether its commands are to be run."""
        return self.mark.split(":")[0] == "run"

    @property
    def exit_code(self) -> int:
        """What its last command exits with; the others exit with 0."""
        found = re.fullmatch(r"run: exit (\d)", self.mark)
        return int(found[1]) if found else 0

    def commands(self) -> list[tuple[str, str | None]]:
        """Its commands and what each prints; None in a block that only shows commands."""
        if self.language != "console":
            return [(line, None) for line in self.text.splitlines() if line and not line.startswith("#")]
        pieces = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [(command, output) for command, _, output in (piece.partition("\n") for piece in pieces)]


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in order."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(mark or "", language, text) for mark, _, language, text in (match.groups() for match in found)]


def expected(output: str) -> str:
    """A pattern for what a page says is printed: `...` alone on a line or at the end of one stands for anything."""
    return ".*".join(map(re.escape, re.split(r"(?:(?<=\s)|^)\.\.\.(?=\n)", output)))
