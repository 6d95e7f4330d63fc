"""`bylaw frameworks`: list and show frameworks, and the table from rules to controls."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from scanner.cli.arguments import parse, parser
from scanner.cli.terminal import complain
from scanner.compliance.errors import ComplianceError
from scanner.outputs.style import printable
from scanner.policy.errors import PackError

DESCRIPTION = "Frameworks, their controls, and which rules bear on which control."


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(frameworks_parser(), arguments)
    if isinstance(options, int):
        return options
    try:
        match options.action:
            case "list":
                return _list()
            case "show":
                return _show(options.id)
            case "check":
                return _check()
            case _:
                return _mapping(options.write)
    except (ComplianceError, PackError) as error:
        complain(str(error))
        return 2


def frameworks_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser("frameworks", DESCRIPTION)
    actions = found.add_subparsers(dest="action", required=True, metavar="list|show|mapping|check")
    actions.add_parser("list", help="every framework, with how far configuration can evidence its controls")
    show = actions.add_parser("show", help="the controls of one framework, with the rules that bear on each")
    show.add_argument("id", metavar="ID", help="soc2, hipaa, gdpr, zero-trust, nist-800-53")
    mapping = actions.add_parser("mapping", help="the whole table from rules to controls, tab-separated")
    mapping.add_argument("--write", action="store_true", help="write the compiled tables into frameworks/ anew")
    actions.add_parser("check", help="whether catalogues and compiled tables are in order")
    return found


def _list() -> int:
    from scanner.compliance.frameworks import load_frameworks

    for framework in load_frameworks():
        kinds = [control.assessment for control in framework.controls]
        split = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("automated", "partial", "manual"))
        print(f"{framework.id:<12}  {framework.name}, {framework.version}")
        print(f"{'':<12}  {len(kinds)} controls: {split}")
    return 0


def _show(name: str) -> int:
    from scanner.compliance.frameworks import load_frameworks, select_frameworks
    from scanner.compliance.mapping import load_mapping

    framework = select_frameworks(load_frameworks(), [name])[0]
    mapping = load_mapping()
    print(f"{framework.name}, {framework.version} ({framework.publisher})\n")
    for control in framework.controls:
        rules = mapping.rules_of(framework.id, control.id)
        print(f"{control.id}  {control.title}  [{control.assessment}]")
        for rule in rules:
            print(f"    {printable(rule)}")
    return 0


def _mapping(write: bool) -> int:
    from scanner.compliance.mapping import load_mapping

    if not write:
        sys.stdout.write(load_mapping().to_text())
        return 0
    from scanner.compliance.compiled import write_compiled
    from scanner.policy.packs import builtin_directory, read_pack

    changed = write_compiled([file.rule for file in read_pack(builtin_directory()).rules])
    for path in changed:
        print(f"wrote {path}")
    if not changed:
        print("everything is up to date")
    return 0


def _check() -> int:
    from scanner.compliance.check import check_frameworks
    from scanner.compliance.compiled import compiled_files
    from scanner.compliance.folder import frameworks_folder
    from scanner.policy.packs import builtin_directory, read_pack

    faults = check_frameworks()
    if not faults:
        texts = compiled_files([file.rule for file in read_pack(builtin_directory()).rules])
        stale = [name for name, text in texts.items() if (frameworks_folder() / name).read_text("utf-8") != text]
        faults = [f"{name}: is not up to date; run `bylaw frameworks mapping --write`" for name in stale]
    for fault in faults:
        print(printable(fault))
    if not faults:
        print("catalogues and compiled tables are in order")
    return 2 if faults else 0
