"""The report for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TextIO

from scanner.model.report import ScanResult, finding_key, problem_key
from scanner.model.verdicts import Finding
from scanner.outputs.layout import Page
from scanner.outputs.shared import told
from scanner.outputs.style import Style
from scanner.outputs.text_finding import write_finding, write_pass
from scanner.outputs.text_summary import write_problem, write_summary

_AT_ONCE = 16_000
"""Most findings of one process before their text is taken from it."""
_PIECE = 500
"""Findings that are written at once."""


class TextOutput:
    """Findings that count, each with its place, reason and fix; passes when they were asked for; problems; a summary.

    Findings that are ignored, waived or existing are counted, not shown.
    """

    name = "text"
    default_file = "bylaw.txt"

    def write(self, result: ScanResult, stream: TextIO, style: Style) -> None:
        """Writes the report. Nothing that stands in a scanned file reaches the stream unescaped."""
        page = Page(stream, style)
        findings = sorted(result.findings, key=finding_key)
        shown = [each for each in findings if each.status == "open" and each.verdict.outcome != "pass"]

        def tell(part: range) -> Iterator[str]:
            return _told(shown[part.start : part.stop], result, style)

        stream.writelines(told(len(shown), result.processes, _AT_ONCE, tell))
        passes = [finding for finding in findings if finding.verdict.outcome == "pass"]
        for finding in passes:
            write_pass(page, finding)
        if passes:
            page.line()
        for problem in sorted(result.problems, key=problem_key):
            write_problem(page, problem, result.sources)
        write_summary(page, result)


def _told(findings: Sequence[Finding], result: ScanResult, style: Style) -> Iterator[str]:
    """The text of findings, a piece at a time: all of it may be larger than everything else."""
    lines = StringIO()
    page = Page(lines, style)
    for number, finding in enumerate(findings, 1):
        controls = result.controls_of.get(finding.verdict.rule.id, {})
        write_finding(page, finding, controls, result.sources)
        if number % _PIECE == 0 or number == len(findings):
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
