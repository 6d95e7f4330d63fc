"""`bylaw rules check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from scanner.cli.arguments import parse, parser
from scanner.cli.terminal import complain, progress, style_for
from scanner.model.problems import Problem


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    found = parser("rules check", "Type-check rules against CEL and the provider schemas, and run their examples.")
    found.add_argument(
        "paths", nargs="*", metavar="PATH", help="packs, folders or rule files (default: the rules that are built in)"
    )
    options = parse(found, arguments)
    if isinstance(options, int):
        return options
    from scanner.examples import check_pack
    from scanner.policy.errors import PolicyError

    try:
        with progress() as advance:
            number, problems = check_pack([Path(path) for path in options.paths], advance)
    except PolicyError as error:
        problems, number = list(getattr(error, "problems", ())), 0
        if not problems:
            complain(str(error))
            return 2
    for problem in problems:
        _show(problem)
    if problems:
        complain(f"{len(problems)} fault{'' if len(problems) == 1 else 's'}")
        return 2
    print(f"{number} rule{'' if number == 1 else 's'} in order")
    return 0


def _show(problem: Problem) -> None:
    style = style_for(sys.stdout)
    where = problem.place or problem.file or "rules"
    print(f"{style.safe(str(where))}: {style.safe(problem.what)}")
    if problem.help:
        print(f"  help: {style.safe(problem.help)}")
