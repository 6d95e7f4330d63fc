"""`bylaw rules export`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.arguments import add_config, add_rules, parse, parser, settings_from
from scanner.cli.terminal import complain
from scanner.compliance.errors import ComplianceError
from scanner.policy.errors import PackError
from scanner.settings import Settings, SettingsError

if TYPE_CHECKING:
    import argparse

    from scanner.policy.admission.exported import Exported

ACTIONS = ("Deny", "Warn", "Audit")
EXCLUDED = ("kube-system",)


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    found = parser(
        "rules export",
        "Write Kubernetes rules as admission policies: a ValidatingAdmissionPolicy and its binding for each rule that "
        "asks of one object alone. Names those that cannot be written, and why, on standard error.",
    )
    found.add_argument("--to", choices=("vap",), required=True, help="what to write: ValidatingAdmissionPolicy")
    found.add_argument(
        "--output",
        default="-",
        metavar="DIR",
        help="directory for a file a rule, or - for standard output (default: -)",
    )
    found.add_argument(
        "--action",
        action="append",
        choices=ACTIONS,
        help="what becomes of a violation; may be repeated (default: Deny)",
    )
    found.add_argument(
        "--failure-policy", choices=("Fail", "Ignore"), default="Fail", help="when a policy fails (default: Fail)"
    )
    found.add_argument(
        "--exclude-namespace",
        action="append",
        metavar="NAME",
        help="namespace that is left alone; may be repeated, empty for none (default: kube-system)",
    )
    add_rules(found)
    add_config(found)
    options = parse(found, arguments)
    if isinstance(options, int):
        return options
    actions = tuple(dict.fromkeys(options.action or ("Deny",)))
    if {"Deny", "Warn"} <= set(actions):
        complain("Deny and Warn cannot be used together: the API server refuses such a binding")
        return 2
    try:
        return _export(options, settings_from(options), actions)
    except (SettingsError, PackError, ComplianceError, OSError) as error:
        complain(str(error))
        return 2


def _export(options: argparse.Namespace, settings: Settings, actions: tuple[str, ...]) -> int:
    from scanner.pipeline import select_rules
    from scanner.policy.admission.exported import Enforcement, export_all
    from scanner.policy.packs import builtin_directory, read_packs

    rules, controls = select_rules(settings)
    packs, problems = read_packs([builtin_directory(), *map(Path, settings.rules)])
    if problems:
        raise PackError(problems)
    chosen = [file for pack in packs for file in pack.rules if file.rule.id in rules.ids and file.rule.kubernetes]
    excluded = tuple(name for name in options.exclude_namespace or EXCLUDED if name)
    enforcement = Enforcement(actions, options.failure_policy, excluded)
    exported = export_all(chosen, enforcement, {file.rule.id: controls.of(file.rule.id) for file in chosen})
    _write(exported, options.output)
    written = sum(each.policy is not None for each in exported)
    for each in exported:
        if each.policy is None:
            print(f"{each.rule} is not exported: {each.refusal}", file=sys.stderr)
        elif each.note:
            print(f"{each.rule}: {each.note}", file=sys.stderr)
    newest = max((tuple(map(int, each.version.split("."))) for each in exported if each.policy), default=(1, 30))
    said = (
        f"{written} of {len(exported)} rules exported; together they need Kubernetes {newest[0]}.{newest[1]} or later"
    )
    print(said, file=sys.stderr)
    return 0


def _write(exported: Sequence[Exported], output: str) -> None:
    from scanner.outputs.policies_yaml import write_objects

    pairs = [(each.rule, each.policy, each.binding) for each in exported if each.policy and each.binding]
    if output == "-":
        write_objects([one for _, policy, binding in pairs for one in (policy, binding)], sys.stdout)
        return
    folder = Path(output)
    folder.mkdir(parents=True, exist_ok=True)
    for rule, policy, binding in pairs:
        with (folder / f"{rule}.yaml").open("w", encoding="utf-8", newline="\n") as stream:
            write_objects([policy, binding], stream)
