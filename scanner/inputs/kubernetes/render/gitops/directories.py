"""Directories of plain manifests, without a kustomization and without a chart, that Argo CD and Flux apply.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/ and
https://fluxcd.io/flux/components/kustomize/kustomizations/#generating-a-kustomizationyaml-file
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from scanner.inputs.files import is_below, read_source, shown
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, text
from scanner.inputs.kubernetes.render.overlays.substitution import substituted
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Source
from scanner.model.values import Value

_MOST_PATTERNS = 200
_BRACES = re.compile(r"\{([^{}]*)\}")


def argo_files(directory: str, options: Value, found: Found) -> tuple[str, ...]:
    """The files of a directory that Argo CD applies; `options` are those of the source (`directory`)."""
    below = get(options, ("recurse",)) is True
    include, exclude = text(get(options, ("include",))), text(get(options, ("exclude",)))
    return tuple(
        path
        for path, name in _files(directory, found)
        if (below or "/" not in name)
        and (include is None or _matches(name, include))
        and not (exclude is not None and _matches(name, exclude))
    )


def flux_files(directory: str, found: Found) -> tuple[str, ...]:
    """The files of a directory that Flux makes a kustomization of; none where others lie below it."""
    inner = (*(each.directory for each in found.kustomizations.values()), *found.charts)
    if any(is_below(shown(each), directory) for each in inner):
        return ()
    return tuple(path for path, _ in _files(directory, found))


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


def _files(directory: str, found: Found) -> Iterator[tuple[str, str]]:
    """The manifests below a directory, each with its path from there."""
    for path in found.documents:
        if is_below(shown(path), directory):
            yield path, shown(path) if directory == "." else shown(path)[len(directory) + 1 :]


def _matches(name: str, pattern: str) -> bool:
    """Whether a pattern such as `{a.yaml,b/*.yaml}` matches; of what its braces stand for only so much is looked at."""
    patterns = [pattern]
    while len(patterns) < _MOST_PATTERNS and (braces := _BRACES.search(patterns[0])) is not None:
        first = patterns.pop(0)
        patterns += [first[: braces.start()] + each + first[braces.end() :] for each in braces[1].split(",")]
    return any(fnmatchcase(name, each) for each in patterns[:_MOST_PATTERNS])
