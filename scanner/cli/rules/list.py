"""`bylaw rules list`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from scanner.cli.arguments import add_config, add_rules, parse, parser, settings_from
from scanner.cli.terminal import complain, style_for
from scanner.compliance.errors import ComplianceError
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    found = parser("rules list", "List every rule with what it matches and the controls it bears on.")
    add_rules(found)
    found.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    add_config(found)
    options = parse(found, arguments)
    if isinstance(options, int):
        return options
    from scanner.pipeline import select_rules

    try:
        rules, controls = select_rules(settings_from(options))
        every = rules.all()
        if options.format == "json":
            from scanner.outputs.rules_json import write_rules_json

            write_rules_json(every, {rule.id: controls.of(rule.id) for rule in every}, sys.stdout)
        else:
            from scanner.outputs.rules_text import write_rules_text

            write_rules_text(every, sys.stdout, style_for(sys.stdout))
    except (SettingsError, PackError, ComplianceError) as error:
        complain(str(error))
        return 2
    return 0
