"""Reports: which are asked for, where they go, and the exit code; the same for every command that judges."""

from __future__ import annotations

import argparse
import sys
from typing import TypeAlias

from scanner.cli.arguments import outcomes
from scanner.cli.terminal import complain, destination, style_for
from scanner.model.report import ScanResult
from scanner.model.rules import SEVERITIES
from scanner.outputs import FORMATS, output_for
from scanner.settings import SettingsError

Report: TypeAlias = "tuple[str, str | None]"
"""A format, and the file it is written to; None for `--output` or standard output."""


def add_reports(parser: argparse.ArgumentParser) -> None:
    """What is reported, and how; what makes the exit code 1."""
    report = parser.add_argument_group("report")
    report.add_argument(
        "--format",
        action="append",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)} (default: text); may be repeated, each with a file of its own",
    )
    report.add_argument("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    report.add_argument(
        "--outcomes",
        action="extend",
        type=outcomes,
        metavar="LIST",
        help="fail, unknown, pass, or all (default: fail,unknown)",
    )
    report.add_argument("--color", choices=("auto", "always", "never"), help="colour in text (default: auto)")
    gate = parser.add_argument_group("exit code")
    gate.add_argument("--fail-on", choices=(*SEVERITIES, "none"), help="lowest severity that makes it 1 (default: low)")
    gate.add_argument("--strict", action="store_true", default=None, help="unknown verdicts make it 1 as well")
    gate.add_argument("--exit-zero", action="store_true", default=None, help="findings leave it 0; never hides 2")
    gate.add_argument(
        "--no-inline-ignores",
        dest="inline_ignores",
        action="store_false",
        default=None,
        help="obey no directives in what is judged; each is reported",
    )


def asked_reports(options: argparse.Namespace) -> list[Report]:
    """The reports that are asked for. Raises SettingsError."""
    reports = [_report(text) for text in options.format or ["text"]]
    targets = [path or options.output or "-" for _, path in reports]
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice is not None:
        where = "standard output" if twice == "-" else twice
        raise SettingsError(f"format: two reports would go to {where}; give each its file: --format FORMAT=FILE")
    return reports


def write_reports(result: ScanResult, reports: list[Report], options: argparse.Namespace) -> int:
    """Writes the reports, and gives the exit code."""
    try:
        for name, path in reports:
            _write(result, name, path or options.output, options.color)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        complain(f"{error.filename or 'the report'}: cannot be written: {error.strerror}")
        return 2
    return result.exit_code


def _report(text: str) -> Report:
    name, _, path = text.partition("=")
    if name not in FORMATS:
        raise SettingsError(f"format: {name!r} is none of {', '.join(FORMATS)}")
    return name, path or None


def _write(result: ScanResult, name: str, path: str | None, color: str | None) -> None:
    output = output_for(name)  # type: ignore[arg-type]
    with destination(path) as stream:
        shown = sys.stdout if path is None or path == "-" else stream
        output.write(result, stream, style_for(shown, color if shown is sys.stdout else color or "never"))
