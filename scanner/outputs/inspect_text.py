"""The resource model for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from scanner.model.report import problem_key
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.secrets import REDACTED, is_hidden
from scanner.model.values import Unknown, Value
from scanner.outputs.inspect_json import resource_key
from scanner.outputs.layout import Page
from scanner.outputs.style import Style
from scanner.outputs.text_summary import write_problem
from scanner.outputs.values import describe, why

_DEEPEST = 40


def write_inspect_text(graph: ResourceGraph, stream: TextIO, style: Style) -> None:
    """Each resource with its attributes as a rule sees them, and its links; then problems."""
    page = Page(stream, style)
    links: dict[int, list[str]] = {}
    for link in graph.links:
        links.setdefault(id(link.source), []).append(f"{link.relation} {link.target.address}")
    for resource in sorted(graph.resources, key=resource_key):
        _write_resource(page, resource, sorted(set(links.get(id(resource), ()))))
    for kind, reason in sorted(graph.incomplete.items()):
        page.paragraph(style.safe(f"{kind}: not every one is known: {reason}"), "")
    for problem in sorted(graph.problems, key=problem_key):
        write_problem(page, problem, graph.sources)
    if not graph.resources:
        page.line("No resources found.")


def _write_resource(page: Page, resource: Resource, links: list[str]) -> None:
    style = page.style
    action = f"  ({resource.action})" if resource.action is not None else ""
    page.line(f"{style.paint(style.safe(resource.address), 'strong')}  {style.safe(str(resource.place))}{action}")
    for call in resource.origin.calls:
        page.line(f"  called by {style.safe(f'{call.address} at {call.place}')}")
    for line in _tree(resource.attributes, style, "  ", _DEEPEST):
        page.line(line)
    for link in links:
        page.line(f"  {style.paint('->', 'faint')} {style.safe(link)}")
    page.line()


def _tree(node: Value, style: Style, indent: str, depth: int) -> Iterator[str]:
    """The entries of a container, one a line, those of nested ones below it."""
    entries = sorted(node.items(), key=_name) if isinstance(node, dict) else enumerate(node)
    for key, value in entries:
        name = style.safe(str(key)) if isinstance(node, dict) else "-"
        if isinstance(node, dict) and is_hidden(node, key):
            yield f"{indent}{name}: {REDACTED}"
        elif isinstance(value, (dict, list)) and value and depth > 0:
            yield f"{indent}{name}:" if isinstance(node, dict) else f"{indent}-"
            yield from _tree(value, style, indent + "  ", depth - 1)
        elif isinstance(value, Unknown):
            said = style.paint("unknown", "unknown") + ": " + style.safe(why(value))
            yield f"{indent}{name}: {said}" if isinstance(node, dict) else f"{indent}- {said}"
        else:
            said = style.safe(describe(value, 500))
            yield f"{indent}{name}: {said}" if isinstance(node, dict) else f"{indent}- {said}"


def _name(entry: tuple[object, Value]) -> str:
    return str(entry[0])
