"""What went wrong on the way, travelling beside the data to every report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from scanner.model.places import Place

Severity: TypeAlias = Literal["error", "warning", "note"]
"""`error`: the job could not be done completely (exit 2). `warning`: something to put right. `note`: worth knowing."""

Kind: TypeAlias = Literal[
    "unreadable", "unparsable", "unrendered", "unresolved", "invalid", "crashed", "forbidden", "ignore"
]
"""What sort of problem: a file not read, text not parsed, a template not rendered, a reference not resolved, a
configuration its own tool would refuse, a rule that failed to judge, a kind not listed, a directive not obeyed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read, understood or judged."""

    severity: Severity
    """How much it matters."""
    kind: Kind
    """What sort of problem it is."""
    what: str
    """What happened, one sentence without the file's name."""
    file: str | None = None
    """The file it happened in, relative to the working directory."""
    place: Place | None = None
    """Where in the file."""
    help: str = ""
    """What to do about it."""
