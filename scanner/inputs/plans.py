"""Terraform plans among the files that are asked for. What they need is imported when there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.inputs.files import MAX_JSON_BYTES, read_source
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph

if TYPE_CHECKING:
    from scanner.inputs.load import Selection


class Plans:
    """Takes plans into a graph wherever they are met."""

    def __init__(
        self, graph: ResourceGraph, selection: Selection, source: str | None, advance: Callable[[str], None]
    ) -> None:
        self._graph = graph
        self._selection = selection
        self._source = source
        self._advance = advance
        self._looked_at: set[str] = set()

    def take(self, source: Source) -> bool:
        """Reads a plan, if the text is one. One that nobody asked for says nothing about other files."""
        if '"format_version"' not in source.text:
            return False
        from scanner.inputs.terraform import plan

        if not plan.may_be_plan(source.text):
            return False
        if not self._selection.names(source.path):
            return source.text[:200].lstrip("\ufeff \t\r\n{").startswith('"format_version"')
        found = plan.load(source, self._source, self._graph.sources, self._advance)
        if found is None:
            return False
        self._graph.extend(found[0])
        self._selection.plans.update((id(origin), origin) for origin in found[1])
        return True

    def look_at(self, paths: list[str]) -> None:
        """Files of any name: binary plans are a problem, and JSON may be a plan."""
        for path in paths:
            if path in self._looked_at:
                continue
            self._looked_at.add(path)
            from scanner.inputs.terraform import plan

            problem = plan.binary_plan(path)
            if problem is not None:
                self._graph.problems.append(problem)
            elif plan.begins_like_json(path):
                source = read_source(path, MAX_JSON_BYTES)
                if isinstance(source, Problem):
                    self._graph.problems.append(source)
                else:
                    self.take(source)
