"""What of all that is read is reported on."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from scanner.inputs.files import is_below
from scanner.model.origins import Origin
from scanner.model.problems import Problem
from scanner.model.resources import Resource


@dataclass(frozen=True, slots=True)
class Selection:
    """Which resources are reported on when files were named."""

    directories: tuple[str, ...]
    """Directories asked for: everything read below them is reported."""
    modules: frozenset[str]
    """Directories of the Terraform files that were named: a changed file may change any verdict of its module."""
    documents: frozenset[str]
    """Documents that were named."""
    given: frozenset[str] = frozenset()
    """Variable files that were named as such."""
    plans: dict[int, Origin] = field(default_factory=dict)
    """Origins of resources of plans that were asked for, by `id`: their places may be in files nobody asked for."""
    rendered: dict[int, Origin] = field(default_factory=dict)
    """Origins of what was rendered from charts and overlays that were asked for, by `id`: as with plans."""
    sources: set[str] = field(default_factory=set)
    """Files that nobody asked for and that say something of what is rendered."""

    def holds(self, resource: Resource) -> bool:
        """Whether the resource belongs to what was asked for."""
        if id(resource.origin) in self.plans or id(resource.origin) in self.rendered:
            return True
        file = resource.place.file
        files = (file, *(call.place.file for call in resource.origin.calls))
        if any(is_below(each, directory) for directory in self.directories for each in files):
            return True
        if resource.origin.kind != "terraform":
            return file in self.documents
        return resource.origin.root in self.modules or any((os.path.dirname(f) or ".") in self.modules for f in files)

    def concerns(self, problem: Problem) -> bool:
        """Whether a problem belongs to what was asked for."""
        file = problem.file
        if file is None or self.names(file) or file in self.given or file.startswith(("--var ", "TF_VAR_")):
            return True
        if file in self.sources:
            return True
        return (os.path.dirname(file) or ".") in self.modules

    def names(self, file: str) -> bool:
        """Whether a document was named, or lies in a directory that was."""
        return file in self.documents or any(is_below(file, directory) for directory in self.directories)
