"""`bylaw audit`: judge live clusters."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from scanner.cli.arguments import add_config, add_rules, parse, parser, settings_from
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
    cluster = found.add_argument_group("cluster")
    cluster.add_argument(
        "--context",
        dest="contexts",
        action="append",
        metavar="NAME",
        help="context of the kubeconfig (default: the current one); may be repeated",
    )
    cluster.add_argument("--all-contexts", action="store_true", default=None, help="every context of the kubeconfig")
    cluster.add_argument("--kubeconfig", metavar="FILE", help="(default: KUBECONFIG, or ~/.kube/config)")
    cluster.add_argument(
        "--request-timeout", type=float, metavar="SECONDS", help="longest silence of the API server (default: 60)"
    )
    cluster.add_argument("--qps", type=float, metavar="NUMBER", help="most requests a second (default: 50)")
    objects = found.add_argument_group("objects")
    for option, metavar, what in (
        ("namespace", "PATTERN", "only objects of these namespaces"),
        ("exclude-namespace", "PATTERN", "no objects of these namespaces"),
        ("kind", "KIND", "only objects of these kinds"),
        ("exclude-kind", "KIND", "no objects of these kinds"),
    ):
        objects.add_argument(
            f"--{option}",
            dest=f"{option}s".replace("-", "_"),
            action="append",
            metavar=metavar,
            help=f"{what}; may be repeated",
        )
    objects.add_argument("--selector", metavar="LABELS", help="only objects with these labels: app=web,team!=a")
    objects.add_argument(
        "--secrets", action="store_true", default=None, help="list Secrets too, their metadata and nothing else"
    )
    add_rules(found)
    add_reports(found)
    add_config(found)
    return found
