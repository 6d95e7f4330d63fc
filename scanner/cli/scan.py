"""`bylaw scan`: judge code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from scanner.cli.arguments import add_config, add_input, add_rules, outcomes, parse, parser, settings_from
from scanner.cli.terminal import complain, destination, progress, style_for
from scanner.compliance.errors import ComplianceError
from scanner.model.report import ScanResult
from scanner.model.rules import SEVERITIES
from scanner.outputs import FORMATS, output_for
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(scan_parser(), arguments)
    if isinstance(options, int):
        return options
    from scanner.scan import scan

    try:
        settings = settings_from(options)
        reports = [_report(text) for text in options.format or ["text"]]
        _check_reports(reports, options.output)
        with progress() as advance:
            result = scan(options.paths, settings, advance)
    except (SettingsError, ComplianceError, PackError) as error:
        complain(str(error))
        return 2
    try:
        for name, path in reports:
            _write(result, name, path or options.output, options.color)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        complain(f"{error.filename or 'the report'}: cannot be written: {error.strerror}")
        return 2
    return result.exit_code


def scan_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser("scan", "Judge Terraform and Kubernetes code. Directories choose what is read; files choose "
                   "what is reported: the modules they belong to, or the manifests they are.")  # fmt: skip
    add_input(found)
    found.add_argument(
        "--changes-only", action="store_true", default=None, help="of a plan, judge only what it creates or changes"
    )
    add_rules(found)
    report = found.add_argument_group("report")
    report.add_argument(
        "--format",
        action="append",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)} (default: text); may be repeated, each with a file of its own",
    )
    report.add_argument("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    report.add_argument(
        "--outcomes", type=outcomes, metavar="LIST", help="fail, unknown, pass, or all (default: fail,unknown)"
    )
    report.add_argument("--color", choices=("auto", "always", "never"), help="colour in text (default: auto)")
    gate = found.add_argument_group("exit code")
    gate.add_argument("--fail-on", choices=(*SEVERITIES, "none"), help="lowest severity that makes it 1 (default: low)")
    gate.add_argument("--strict", action="store_true", default=None, help="unknown verdicts make it 1 as well")
    gate.add_argument("--exit-zero", action="store_true", default=None, help="findings leave it 0; never hides 2")
    gate.add_argument(
        "--no-inline-ignores",
        dest="inline_ignores",
        action="store_false",
        default=None,
        help="obey no directives in the scanned files; each is reported",
    )
    add_config(found)
    return found


def _report(text: str) -> tuple[str, str | None]:
    name, _, path = text.partition("=")
    if name not in FORMATS:
        raise SettingsError(f"format: {name!r} is none of {', '.join(FORMATS)}")
    return name, path or None


def _check_reports(reports: list[tuple[str, str | None]], output: str | None) -> None:
    targets = [path or output or "-" for _, path in reports]
    twice = next((target for target in targets if targets.count(target) > 1), None)
    if twice is not None:
        where = "standard output" if twice == "-" else twice
        raise SettingsError(f"format: two reports would go to {where}; give each its file: --format FORMAT=FILE")


def _write(result: ScanResult, name: str, path: str | None, color: str | None) -> None:
    output = output_for(name)  # type: ignore[arg-type]
    with destination(path) as stream:
        shown = sys.stdout if path is None or path == "-" else stream
        output.write(result, stream, style_for(shown, color if shown is sys.stdout else color or "never"))
