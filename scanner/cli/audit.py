"""`bylaw audit`: judge live clusters."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from scanner.cli.arguments import add_cluster, add_config, add_objects, add_rules, parse, parser, settings_from
from scanner.cli.reports import add_reports, asked_reports, write_reports
from scanner.cli.terminal import complain, progress
from scanner.compliance.errors import ComplianceError
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(audit_parser(), arguments)
    if isinstance(options, int):
        return options
    from scanner.audit import audit
    from scanner.inputs.cluster.errors import NoConnection

    try:
        settings = settings_from(options)
        reports = asked_reports(options)
        with progress() as advance:
            result = audit(settings, advance)
    except (SettingsError, ComplianceError, PackError) as error:
        complain(str(error))
        return 2
    except NoConnection as error:
        complain(f"{error.what}{f'; {error.help}' if error.help else ''}")
        return 2
    return write_reports(result, reports, options)


def audit_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser("audit", "Judge the objects of live clusters. Inside a pod its own service account is used, "
                   "elsewhere the kubeconfig.")  # fmt: skip
    add_cluster(found, several=True)
    add_objects(found)
    add_rules(found)
    add_reports(found)
    add_config(found)
    return found
