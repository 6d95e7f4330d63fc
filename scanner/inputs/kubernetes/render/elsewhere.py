"""The notes that an object installs what is not part of what is scanned.

The inventory stays what it was: that other things are installed, too, is no doubt about what the code declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.model.resources import Resource

RENDER = "Render the chart (`helm template`) and scan what comes out."


def chart_elsewhere(resource: Resource) -> Problem:
    """The note about an object, or a resource of Terraform, that installs such a chart."""
    return _note(resource, "the chart", RENDER)


def directory_elsewhere(resource: Resource, path: str) -> Problem:
    """The note about an object that applies such a directory."""
    return _note(resource, f"{path[:80]} that it applies", "Scan the repository that it lies in, too.")


def _note(resource: Resource, subject: str, help: str) -> Problem:
    what = f"{resource.address}: {subject} is not part of the configuration; what it makes is not judged"
    return Problem("note", "unrendered", what, resource.place.file, resource.place, help)
