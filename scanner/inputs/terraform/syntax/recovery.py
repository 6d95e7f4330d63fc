"""Where to go on after an error: at the next top-level block."""

from __future__ import annotations

from scanner.inputs.terraform.syntax.lexical import Reader
from scanner.inputs.terraform.syntax.patterns import later

_HEADING = later(
    r"(?:(?:terraform|locals|moved|removed|import)[ \t]*"
    r"|(?:provider|module|variable|output|check)[ \t]+\"[^\"\n]*\"[ \t]*"
    r"|(?:resource|data|ephemeral)[ \t]+\"[^\"\n]*\"[ \t]+\"[^\"\n]*\"[ \t]*)\{"
)
"""The heading of one of Terraform's own top-level blocks. At the start of a line it begins a new one, whatever brackets
the broken one left open."""


def resume(text: str, item: int, error: int) -> int | None:
    """Where the next top-level item begins after the one at `item` with an error at `error`.

    None when nothing that follows can be told apart from the inside of a heredoc without an end.
    """
    depth = 0
    reader = Reader(text, item)
    for kind, _, end in reader.marks():
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "unclosed":
            return None
        elif kind == "line" and (_HEADING(text, end) or (depth == 0 and end > error)):
            return end
    return len(text)
