"""The problem that an object asks for something that is not known or not followed: what it is about is not rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.model.resources import Resource

PATCHES = "patches in files, which are not followed"
COMPONENTS = "components, which are not followed"
"""They come before what a kustomization itself changes: no kustomization around it can do that."""

CHOICE = "images or patches of which it is not known what they apply to"
PLUGIN = "what a plugin makes of it, which is not followed"
AS_MANIFEST = "its kustomization file or a patch as a plain manifest, which no cluster takes"
AS_MANIFESTS = "its templates as plain manifests, which no cluster takes"
WITH_ROOT = "the root of a repository, which may be this one, with changes"
FILES = "files that are not known (directory)"

_VALUES = "Give the values in [[helm.releases]] of bylaw.toml, or scan what `helm template` renders."
_BUILD = "Scan what is rendered of it."


def chart_not_rendered(resource: Resource, what: str) -> Problem:
    """The problem that a chart is installed with something that cannot be told."""
    return _problem(resource, f"asks for {what}; its chart is not rendered", _VALUES)


def build_not_rendered(resource: Resource, what: str, directory: str) -> Problem:
    """The problem that a kustomization or a directory is applied with something that is not followed."""
    return _problem(resource, f"asks for {what}; {directory} is not rendered for it", _BUILD)


def jsonnet_not_rendered(resource: Resource, directory: str) -> Problem:
    """The problem that files of Jsonnet are applied with a directory: what they make is missing."""
    return _problem(resource, f"asks for Jsonnet, which is not followed; that of {directory} is not rendered", _BUILD)


def place_not_known(resource: Resource, what: str) -> Problem:
    """The problem that it is not known where what an object applies lies."""
    told = f"applies {what}: what lies there is read as if nothing applied it"
    return _problem(resource, told, _BUILD)


def _problem(resource: Resource, what: str, help: str) -> Problem:
    told = f"{resource.address} {what}"
    return Problem("warning", "unrendered", told, resource.place.file, resource.place, help)
