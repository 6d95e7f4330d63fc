"""The note that an object installs a chart which is not part of what is scanned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.model.resources import Resource

RENDER = "Render the chart (`helm template`) and scan what comes out."


def chart_elsewhere(resource: Resource) -> Problem:
    """The note about an object, or a resource of Terraform, that installs such a chart.

    The inventory stays what it was: that other things are installed, too, is no doubt about what the code declares.
    """
    what = f"{resource.address}: the chart is not part of the configuration; what it makes is not judged"
    return Problem("note", "unrendered", what, resource.place.file, resource.place, RENDER)
