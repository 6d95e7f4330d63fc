"""`bylaw rules eval`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scanner.cli.arguments import add_config, add_input, parse, parser, settings_from
from scanner.cli.terminal import complain, progress, style_for
from scanner.model.resources import ResourceGraph
from scanner.model.values import Object
from scanner.policy.errors import PackError
from scanner.settings import SettingsError


def main(arguments: Sequence[str]) -> int:
    """Runs the command and gives its exit code."""
    options = parse(eval_parser(), arguments)
    if isinstance(options, int):
        return options
    from scanner.pipeline import workloads_of
    from scanner.policy.cel import CelError

    try:
        bound = _bindings(options.bind or [])
        graph = _graph(options, bool(bound))
        return _show(options.expression, graph, workloads_of(settings_from(options)).view_of, bound)
    except (SettingsError, PackError) as error:
        complain(str(error))
    except CelError as error:
        complain(f"expression: {error}")
        print(f"  {options.expression}\n  {' ' * error.offset}^", file=sys.stderr)
    return 2


def eval_parser() -> argparse.ArgumentParser:
    """Arguments of the command."""
    found = parser("rules eval", "Print what a CEL expression gives on each resource: a value, an error, or unknown "
                   "with its cause.")  # fmt: skip
    found.add_argument("expression", metavar="EXPR", help="over resource, meta, pod and what --bind names")
    add_input(found)
    found.add_argument("--resource", metavar="ADDRESS", help="only the resource with this address")
    found.add_argument("--type", metavar="TYPE", help="only resources of this Terraform type or Kubernetes kind")
    found.add_argument("--bind", action="append", metavar="NAME=JSON", help="a further variable; may be repeated")
    found.set_defaults(paths=[])
    add_config(found)
    return found


def _bindings(given: Sequence[str]) -> dict[str, Any]:
    bound: dict[str, Any] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or not name.isidentifier() or name in ("resource", "meta", "pod"):
            raise SettingsError(f"bind: {text!r} is not NAME=JSON with a name of its own")
        try:
            bound[name] = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise SettingsError(f"bind: {name}: not JSON: {error}") from error
    return bound


def _graph(options: argparse.Namespace, bound: bool) -> ResourceGraph:
    """The resources to ask; none when only bindings were given."""
    if bound and not options.paths and not options.resource and not options.type:
        return ResourceGraph()
    from scanner.pipeline import load, select_rules

    settings = settings_from(options)
    with progress() as advance:
        graph, selection = load(options.paths or ["."], settings, select_rules(settings)[0], advance)
    chosen = [
        each
        for each in graph.resources
        if selection.holds(each)
        and (options.resource is None or each.address == options.resource)
        and (options.type is None or options.type in (each.type, each.kind))
    ]
    if not chosen:
        raise SettingsError("there is no such resource; `bylaw inspect` shows what there is")
    return replace(graph, resources=chosen)


def _show(
    expression: str, graph: ResourceGraph, pods: Callable[[str, Object], Object | None], bound: Mapping[str, Any]
) -> int:
    from scanner.model.values import Unknown
    from scanner.outputs.plain import plain
    from scanner.outputs.values import why
    from scanner.policy.workbench import evaluate

    style = style_for(sys.stdout)
    for answer in evaluate(expression, graph, pods, bound):
        if answer.error:
            said = style.paint("error", "error") + f": {style.safe(answer.error)}"
        elif isinstance(answer.value, Unknown):
            said = style.paint("unknown", "unknown") + f": {style.safe(why(answer.value))}"
        else:
            said = style.safe(json.dumps(plain(answer.value), ensure_ascii=False, default=str))
        print(said if answer.resource is None else f"{style.safe(answer.resource.address)}  {said}")
    return 0
