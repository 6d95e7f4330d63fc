"""How a report for people looks: colour, width, and what of a hostile text may reach a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Role: TypeAlias = Literal[
    "critical", "high", "medium", "low", "unknown", "pass", "error", "warning", "note", "strong", "faint"
]

_CODES: dict[Role, str] = {
    "critical": "1;97;41",
    "high": "1;31",
    "medium": "1;33",
    "low": "1;34",
    "unknown": "1;35",
    "pass": "32",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "strong": "1",
    "faint": "2",
}
_LONGEST = 2000
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
RUNNER_COMMANDS = ("##[", "##vso[", "##teamcity[")
"""Build servers obey these anywhere in a line that they print."""


@dataclass(frozen=True, slots=True)
class Style:
    """What the place that a report goes to can show."""

    color: bool = False
    """Whether to use terminal colours."""
    width: int = 100
    """Columns to fill; at least 40 are used."""
    unicode: bool = True
    """Whether more than ASCII can be shown."""
    room: int = field(init=False)
    """Columns to fill, within reason."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "room", min(max(self.width, 40), 240))

    @property
    def ellipsis(self) -> str:
        """Stands for what was left out."""
        return "…" if self.unicode else "..."

    @property
    def dot(self) -> str:
        """Separates members of a list."""
        return "·" if self.unicode else "-"

    def paint(self, text: str, role: Role) -> str:
        """`text` in the colour of its role."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.color and text else text

    def safe(self, text: str) -> str:
        """`text` with everything that is not plainly visible escaped, see `printable`; what is very long is cut."""
        if len(text) > _LONGEST:
            text = text[:_LONGEST] + self.ellipsis
        return printable(text, self.unicode)


def printable(text: str, unicode: bool = True) -> str:
    """`text` on one line with nothing left that acts on a terminal, hides text or commands a build server.

    Control characters, terminal escapes, bidirectional overrides, invisible and private characters, spaces other than
    the plain one and lone surrogates become visible escapes: `\\x1b`, `\\u202e`. Without `unicode` so does everything
    that is not ASCII.
    """
    if not (text.isprintable() and (unicode or text.isascii())):
        text = "".join(char if _is_plain(char, unicode) else _escape(char) for char in text)
    if "##" in text:
        for command in RUNNER_COMMANDS:
            text = text.replace(command, "\\x23" + command[1:])
    return text


def escaped(char: str, unicode: bool = True) -> str:
    """One character as `printable` would show it."""
    return char if _is_plain(char, unicode) else _escape(char)


def _is_plain(char: str, unicode: bool) -> bool:
    return char.isprintable() and (unicode or char.isascii())


def _escape(char: str) -> str:
    named = _NAMED.get(char)
    if named is not None:
        return named
    code = ord(char)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
