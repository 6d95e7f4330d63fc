"""`helm_release`: what a chart makes of its values."""

from __future__ import annotations

from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Unknown

_NOT_HERE = "Render the chart (`helm template`) and scan what comes out."


def release_problem(resource: Resource, graph: ResourceGraph) -> None:
    """Reports the release of a chart that is not rendered.

    Where the chart is part of the configuration, what it makes is missing from the inventory of every kind.
    """
    chart = resource.attributes.get("chart")
    if isinstance(chart, str) and not chart.startswith((".", "/")):
        what = f"{resource.address}: the chart {chart} is not part of the configuration; what it makes was not judged"
        graph.problems.append(Problem("note", "unrendered", what, resource.place.file, resource.place, _NOT_HERE))
        return
    shown = "the chart" if isinstance(chart, Unknown) or chart is None else f"the chart {chart}"
    what = f"{resource.address}: {shown} was not rendered"
    graph.problems.append(Problem("warning", "unrendered", what, resource.place.file, resource.place, _NOT_HERE))
    graph.incomplete.setdefault("*", what)
