"""Terraform plans among the files that are asked for. What they need is imported when there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scanner.inputs.files import MAX_JSON_BYTES, read_source, shown
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph

if TYPE_CHECKING:
    from scanner.inputs.selection import Selection


_OTHER = "neither Terraform nor YAML nor JSON by its name, and no plan: it was not read"


class Plans:
    """Keeps plans wherever they are met, and reads them into a graph when all else is read."""

    def __init__(
        self, graph: ResourceGraph, selection: Selection, source: str | None, advance: Callable[[str], None]
    ) -> None:
        self._graph = graph
        self._selection = selection
        self._source = source
        self._advance = advance
        self._looked_at: set[str] = set()
        self._found: dict[str, tuple[Source, dict[str, Any]]] = {}

    def take(self, source: Source) -> bool:
        """Keeps a plan, if the text is one. One that nobody asked for says nothing about other files."""
        if '"format_version"' not in source.text:
            return False
        from scanner.inputs.terraform import plan

        if not plan.may_be_plan(source.text):
            return False
        if not self._selection.names(source.path):
            return source.text[:200].lstrip("\ufeff \t\r\n{").startswith('"format_version"')
        document = plan.parse(source)
        if isinstance(document, Problem):
            self._graph.problems.append(document)
        elif document is not None:
            self._found[source.path] = (source, document)
        return document is not None

    def look_at(self, paths: list[str]) -> None:
        """Files of any name: binary plans are a problem, and JSON may be a plan."""
        for path in paths:
            if path in self._looked_at:
                continue
            self._looked_at.add(path)
            from scanner.inputs.terraform import plan

            problem = plan.binary_plan(path)
            if problem is None and plan.begins_like_json(path):
                source = read_source(path, MAX_JSON_BYTES)
                if isinstance(source, Problem):
                    problem = source
                elif self.take(source):
                    continue
            if problem is None and shown(path) in self._selection.documents:
                problem = Problem("note", "unreadable", _OTHER, shown(path))
            if problem is not None:
                self._graph.problems.append(problem)

    def binary(self, path: str) -> Problem | None:
        """What a file that is no text is, if it is a plan."""
        from scanner.inputs.terraform import plan

        return plan.binary_plan(path)

    def read(self) -> None:
        """Takes the plans into the graph. Configuration that was read already is not read again."""
        for source, document in self._found.values():
            from scanner.inputs.terraform import plan

            self._advance(source.path)
            graph, origins = plan.load(source, document, self._source, self._graph.sources)
            self._graph.extend(graph)
            self._selection.plans.update((id(origin), origin) for origin in origins)
