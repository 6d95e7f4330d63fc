"""`bylaw inspect`: the resource model, resolved."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

from scanner.cli.arguments import add_config, add_input, parse, parser, settings_from
from scanner.cli.terminal import complain, destination, progress, style_for
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(inspect_parser(), arguments)
    if isinstance(options, int):
        return options
    from scanner.pipeline import load, problems_of, select_rules

    try:
        settings = settings_from(options)
        with progress() as advance:
            graph, selection = load(options.paths, settings, select_rules(settings)[0], advance)
    except (SettingsError, PackError) as error:
        complain(str(error))
        return 2
    shown = [each for each in graph.resources if selection.holds(each)]
    graph = replace(graph, resources=shown, problems=problems_of(graph, selection))
    with destination(options.output) as stream:
        if options.format == "json":
            from scanner.outputs.inspect_json import write_inspect_json

            write_inspect_json(graph, stream)
        else:
            from scanner.outputs.inspect_text import write_inspect_text

            write_inspect_text(graph, stream, style_for(stream, "never" if options.output else None))
    return 2 if any(problem.severity == "error" for problem in graph.problems) else 0


def inspect_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser("inspect", "Show every resource as rules see it, each value resolved or unknown with its cause.")
    add_input(found)
    found.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    found.add_argument("--output", metavar="FILE", help="write to FILE instead of standard output")
    add_config(found)
    return found
