"""`bylaw rules show`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from scanner.cli.arguments import add_config, parse, parser, settings_from
from scanner.cli.terminal import complain, style_for
from scanner.compliance.errors import ComplianceError
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    found = parser("rules show", "Show one rule: what it looks at, why, how to fix it, its controls and examples.")
    found.add_argument("id", metavar="ID", help="the rule's id, or the id of the same check in another scanner")
    found.add_argument("--rules", action="append", metavar="DIR", help="directory of a further rule pack")
    add_config(found)
    options = parse(found, arguments)
    if isinstance(options, int):
        return options
    from scanner.outputs.rule_page import write_rule_page
    from scanner.pipeline import select_rules
    from scanner.policy.packs import builtin_directory, find_rules

    try:
        settings = settings_from(options)
        controls = select_rules(settings)[1]
        rules = find_rules([builtin_directory(), *map(Path, settings.rules)], options.id)
        for rule in rules:
            write_rule_page(
                rule.rule, rule.check, rule.examples, controls.of(rule.rule.id), sys.stdout, style_for(sys.stdout)
            )
    except (SettingsError, PackError, ComplianceError) as error:
        complain(str(error))
        return 2
    if not rules:
        complain(f"there is no rule {options.id!r}; `bylaw rules list` names them all")
        return 2
    return 0
