"""Directories of plain manifests, without a kustomization and without a chart, as they are applied."""

from __future__ import annotations

import os
from collections.abc import Iterator

from scanner.inputs.files import read_source
from scanner.inputs.kubernetes.render.overlays.substitution import substituted
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Source


def manifests(build: Build) -> Iterator[Source]:
    """The files of a build that can hold objects, as they are written."""
    for path in build.files:
        source = read_source(path)
        if isinstance(source, Source) and "apiVersion" in source.text and "kind" in source.text:
            yield source


def apply_directory(build: Build, distinct: bool) -> list[Rendered]:
    """What is in the files of a build, for the namespace it goes to. `distinct` names the build in what is found."""
    return [
        Rendered(
            substituted(source.text, build) if build.substitutes else source.text,
            source,
            os.path.dirname(source.path) or ".",
            build.namespace,
            build.name if distinct else None,
        )
        for source in manifests(build)
    ]
