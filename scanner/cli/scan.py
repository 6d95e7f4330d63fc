"""`bylaw scan`: judge code."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from scanner.cli.arguments import add_config, add_input, add_rules, parse, parser, settings_from
from scanner.cli.reports import add_reports, asked_reports, write_reports
from scanner.cli.terminal import complain, progress
from scanner.compliance.errors import ComplianceError
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
        reports = asked_reports(options)
        with progress() as advance:
            result = scan(options.paths, settings, advance)
    except (SettingsError, ComplianceError, PackError) as error:
        complain(str(error))
        return 2
    return write_reports(result, reports, options)


def scan_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser("scan", "Judge Terraform and Kubernetes code. Directories choose what is read; files choose "
                   "what is reported: the modules they belong to, or the manifests they are.")  # fmt: skip
    add_input(found)
    found.add_argument(
        "--changes-only", action="store_true", default=None, help="of a plan, judge only what it creates or changes"
    )
    found.add_argument(
        "--processes", type=int, metavar="NUMBER", help="most processes to share the work (default: one a processor)"
    )
    add_rules(found)
    add_reports(found)
    add_config(found)
    return found
