"""`bylaw drift`: what code declares against a live cluster."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from scanner.cli.arguments import (
    add_cluster,
    add_config,
    add_input,
    add_objects,
    add_rules,
    parse,
    parser,
    settings_from,
)
from scanner.cli.terminal import complain, destination, progress, style_for
from scanner.compliance.errors import ComplianceError
from scanner.model.drift import CLASSES, DriftClass, DriftResult
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(drift_parser(), arguments)
    if isinstance(options, int):
        return options
    from scanner.drift import drift
    from scanner.inputs.cluster.errors import NoConnection

    try:
        settings = settings_from(options)
        with progress() as advance:
            result = drift(options.paths, settings, _classes(options.classes), advance)
    except (SettingsError, ComplianceError, PackError) as error:
        complain(str(error))
        return 2
    except NoConnection as error:
        complain(f"{error.what}{f'; {error.help}' if error.help else ''}")
        return 2
    return _write(result, options)


def drift_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser(
        "drift",
        "Compare what code declares (manifests, charts, overlays, Terraform's Kubernetes) with a live cluster: in the "
        "namespaces that the code declares something in, or in those that --namespace names.",
    )
    add_input(found)
    add_cluster(found, several=False)
    add_objects(found)
    add_rules(found)
    report = found.add_argument_group("report")
    report.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    report.add_argument("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    report.add_argument("--color", choices=("auto", "always", "never"), help="colour in text (default: auto)")
    gate = found.add_argument_group("exit code")
    gate.add_argument(
        "--fail-on",
        dest="classes",
        metavar="CLASS[,CLASS]",
        help=f"drift that makes it 1: {', '.join(CLASSES)}, or none (default: compliance,live-only,fields)",
    )
    add_config(found)
    return found


def _classes(text: str | None) -> tuple[DriftClass, ...]:
    """The value of `--fail-on`. Raises SettingsError."""
    from scanner.drift import DEFAULT_FAIL_ON

    if text is None:
        return DEFAULT_FAIL_ON
    words = {word.strip() for word in text.split(",") if word.strip()}
    if words == {"none"}:
        return ()
    bad = sorted(words.difference(CLASSES))
    if bad or not words:
        raise SettingsError(f"fail-on: {(bad or [''])[0]!r} is none of {', '.join(CLASSES)}, none")
    return tuple(each for each in CLASSES if each in words)


def _write(result: DriftResult, options: argparse.Namespace) -> int:
    try:
        with destination(options.output) as stream:
            if options.format == "json":
                from scanner.outputs.drift_json import write_drift_json

                write_drift_json(result, stream)
            else:
                from scanner.outputs.drift_text import write_drift_text

                shown = options.color or ("never" if options.output else None)
                write_drift_text(result, stream, style_for(stream, shown))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        complain(f"{error.filename or 'the report'}: cannot be written: {error.strerror}")
        return 2
    return result.exit_code
