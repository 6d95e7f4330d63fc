"""Arguments that several commands share, and settings from them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from scanner.model.rules import SEVERITIES
from scanner.settings import Settings, read_settings

WIDTH = 100
"""Columns of help texts: fixed, so that they read the same everywhere."""


class Formatter(argparse.HelpFormatter):
    """Help of one width, whatever the terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=WIDTH)


def parser(command: str, description: str) -> argparse.ArgumentParser:
    """A parser for one command."""
    return argparse.ArgumentParser(
        prog=f"bylaw {command}", description=description, formatter_class=Formatter, allow_abbrev=False
    )


class _Variable(argparse.Action):
    """Keeps `--var` and `--var-file` in the order in which they were given, because the later one wins."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        given = [*(namespace.variables or ()), ((option or "").lstrip("-"), values)]
        namespace.variables = tuple(given)


def add_input(parser: argparse.ArgumentParser) -> None:
    """What to read, and how."""
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="directories and files (default: .)")
    terraform = parser.add_argument_group("Terraform")
    for option, metavar, what in (
        ("--var", "NAME=VALUE", "value of a root module's variable"),
        ("--var-file", "FILE", "file with values of variables"),
    ):
        terraform.add_argument(option, action=_Variable, dest="variables", metavar=metavar, help=what)
    terraform.add_argument(
        "--source", metavar="DIR", help="configuration a plan was made from (default: the one beside it)"
    )
    terraform.add_argument("--workspace", metavar="NAME", help="workspace (default: TF_WORKSPACE, or default)")
    helm = parser.add_argument_group("Helm")
    helm.add_argument(
        "--helm-values", action="append", metavar="FILE", help="file with values for every chart; may be repeated"
    )
    helm.add_argument("--helm-namespace", metavar="NAME", help="namespace that charts are installed into")
    helm.add_argument("--helm-release", metavar="NAME", help="release name (default: the chart's directory)")
    helm.add_argument("--helm-kube-version", metavar="VERSION", help="version of Kubernetes that charts are told")
    helm.add_argument(
        "--helm-api-versions",
        action="extend",
        type=_words,
        metavar="GROUP/VERSION[,...]",
        help="what charts are told that the cluster serves, too",
    )


def add_rules(parser: argparse.ArgumentParser) -> None:
    """Which rules to use."""
    group = parser.add_argument_group("rules")
    group.add_argument(
        "--rules", action="append", metavar="DIR", help="directory of a further rule pack; may be repeated"
    )
    group.add_argument("--only", action="extend", type=_words, metavar="ID[,ID]", help="only these rules")
    group.add_argument("--skip", action="extend", type=_words, metavar="ID[,ID]", help="not these rules")
    group.add_argument("--severity", choices=SEVERITIES, help="only rules of at least this severity (default: low)")
    group.add_argument(
        "--framework",
        dest="frameworks",
        action="extend",
        type=_words,
        metavar="ID[,ID]",
        help="only rules that bear on these frameworks, and only their controls (soc2, hipaa, gdpr, ...)",
    )


def add_cluster(parser: argparse.ArgumentParser, several: bool) -> None:
    """Which cluster to ask, and how hard; with `several`, any number of them."""
    cluster = parser.add_argument_group("cluster")
    cluster.add_argument(
        "--context",
        dest="contexts",
        action="append",
        metavar="NAME",
        help=f"context of the kubeconfig (default: the current one){'; may be repeated' if several else ''}",
    )
    if several:
        cluster.add_argument(
            "--all-contexts", action="store_true", default=None, help="every context of the kubeconfig"
        )
    cluster.add_argument("--kubeconfig", metavar="FILE", help="(default: KUBECONFIG, or ~/.kube/config)")
    cluster.add_argument(
        "--request-timeout", type=float, metavar="SECONDS", help="longest silence of the API server (default: 60)"
    )
    cluster.add_argument("--qps", type=float, metavar="NUMBER", help="most requests a second (default: 50)")


def add_objects(parser: argparse.ArgumentParser) -> None:
    """What of a cluster to look at."""
    objects = parser.add_argument_group("objects")
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


def add_config(parser: argparse.ArgumentParser) -> None:
    """Where settings come from."""
    parser.add_argument("--config", metavar="FILE", help="settings file (default: bylaw.toml here, if there is one)")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def outcomes(text: str) -> tuple[str, ...]:
    """The value of `--outcomes`."""
    return ("fail", "unknown", "pass") if text == "all" else _words(text)


def settings_from(arguments: argparse.Namespace) -> Settings:
    """Settings of this run. Raises SettingsError."""
    given: dict[str, Any] = {
        name: tuple(each) if isinstance(each, list) else each for name, each in vars(arguments).items()
    }
    return read_settings(given, os.environ, given.get("config"))


def parse(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace | int:
    """The arguments, or the exit code where there is nothing more to do."""
    try:
        return parser.parse_args(arguments)
    except SystemExit as ended:
        sys.stdout.flush()
        return ended.code if isinstance(ended.code, int) else 2
