"""What every output format fulfils."""

from __future__ import annotations

from typing import Protocol, TextIO

from scanner.model.report import ScanResult
from scanner.outputs.style import Style


class Output(Protocol):
    """Writes a result in one format. Holds no state: one instance may write any number of results."""

    @property
    def name(self) -> str:
        """The format's name, as in `--format NAME`."""

    @property
    def default_file(self) -> str:
        """File name for those who ask for a file and name none."""

    def write(self, result: ScanResult, stream: TextIO, style: Style) -> None:
        """Writes the whole report, ending with a line end. Raises only what the stream raises."""
