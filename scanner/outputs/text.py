"""The report for people."""

from __future__ import annotations

from io import StringIO
from typing import TextIO

from scanner.model.report import ScanResult, finding_key, problem_key
from scanner.outputs.layout import Page
from scanner.outputs.shared import told
from scanner.outputs.style import Style
from scanner.outputs.text_finding import write_finding, write_pass
from scanner.outputs.text_summary import write_problem, write_summary


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

        lines = StringIO()
        pieces = Page(lines, style)

        def tell(piece: range) -> str:
            for number in piece:
                finding = shown[number]
                controls = result.controls_of.get(finding.verdict.rule.id, {})
                write_finding(pieces, finding, controls, result.sources)
            text = lines.getvalue()
            lines.seek(0)
            lines.truncate()
            return text

        stream.writelines(told(len(shown), result.processes, tell))
        passes = [finding for finding in findings if finding.verdict.outcome == "pass"]
        for finding in passes:
            write_pass(page, finding)
        if passes:
            page.line()
        for problem in sorted(result.problems, key=problem_key):
            write_problem(page, problem, result.sources)
        write_summary(page, result)
