"""The problem that an object asks for something that is not known or not followed: what it is about is not rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.model.resources import Resource

PATCHES = "patches in files, which are not followed"
COMPONENTS = "components, which are not followed"
"""They come before what a kustomization itself changes: no kustomization around it can do that."""

_VALUES = "Give the values in [[helm.releases]] of bylaw.toml, or scan what `helm template` renders."
_BUILD = "Scan what is rendered of it."


def chart_not_rendered(resource: Resource, what: str) -> Problem:
    """The problem that a chart is installed with something that cannot be told."""
    return _problem(resource, f"asks for {what}; its chart is not rendered", _VALUES)


def build_not_rendered(resource: Resource, what: str, directory: str) -> Problem:
    """The problem that a kustomization or a directory is applied with something that is not followed."""
    return _problem(resource, f"asks for {what}; {directory} is not rendered for it", _BUILD)


def _problem(resource: Resource, what: str, help: str) -> Problem:
    told = f"{resource.address} {what}"
    return Problem("warning", "unrendered", told, resource.place.file, resource.place, help)
