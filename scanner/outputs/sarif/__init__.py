"""SARIF 2.1.0, built from the objects of `sarif_om`.

What is not obvious of the mapping:

- A verdict `unknown` is a result of kind `open` ("insufficient information to decide", §3.27.9) and level `none`, as
  the specification asks of every kind but `fail`. A pass, when passes are asked for, is of kind `pass`. GitHub ignores
  `kind` and lists every result as an alert: `--outcomes fail` leaves out what should not be one.
- Ignored and waived findings stay, with an accepted suppression and its justification; where a baseline took part,
  `baselineState` tells existing findings from new ones.
- Every path is relative to `SRCROOT`, which has no URI: a log says nothing of the machine it was made on.
- In messages braces are doubled (§3.11.5) and nothing from a scanned file can become a link (§3.11.6). Descriptions of
  rules take no arguments, and so keep their braces.
"""

from __future__ import annotations

from typing import TextIO

from scanner.model.report import ScanResult
from scanner.outputs.json_text import write_json
from scanner.outputs.sarif.encode import encode
from scanner.outputs.sarif.log import build_log
from scanner.outputs.style import Style

_LINES_DEPTH = 4
"""Each result stands on one line."""


class SarifOutput:
    """Results for code hosts and editors."""

    name = "sarif"
    default_file = "bylaw.sarif"

    def write(self, result: ScanResult, stream: TextIO, style: Style) -> None:
        """Writes the log; it looks the same whatever the style."""
        write_json(encode(build_log(result)), stream, _LINES_DEPTH)
