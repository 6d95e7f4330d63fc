"""Which files Argo CD and Flux apply of a directory without a kustomization and without a chart.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/ and
https://fluxcd.io/flux/components/kustomize/kustomizations/#generating-a-kustomizationyaml-file
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from scanner.inputs.files import is_below, shown
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.fields import get, text
from scanner.model.values import Value

_MOST_PATTERNS = 200
_BRACES = re.compile(r"\{([^{}]*)\}")


def argo_files(directory: str, options: Value, found: Found) -> tuple[str, ...]:
    """The files of a directory that Argo CD applies; `options` are those of the source (`directory`)."""
    return tuple(path for path, name in _files(directory, found) if is_applied(name, options))


def is_applied(name: str, options: Value) -> bool:
    """Whether Argo CD applies a file, which goes by its path from the directory."""
    include, exclude = text(get(options, ("include",))), text(get(options, ("exclude",)))
    return (
        ("/" not in name or get(options, ("recurse",)) is True)
        and (include is None or _matches(name, include))
        and not (exclude is not None and _matches(name, exclude))
    )


def flux_parts(directory: str, found: Found) -> list[tuple[str, tuple[str, ...]]]:
    """What Flux makes one kustomization of: a directory with its files, and kustomizations below it, which have none.

    Nothing where a chart lies below, outside of these: Flux refuses files that are no manifests.
    """
    below = [each for each in sorted(found.kustomizations) if is_below(each, directory)]
    inner = [each for each in below if not any(each != other and is_below(each, other) for other in below)]

    def is_own(path: str) -> bool:
        return not any(is_below(shown(path), each) for each in inner)

    if any(is_below(shown(each), directory) and is_own(each) for each in found.charts):
        return []
    files = tuple(path for path, _ in _files(directory, found) if path.endswith((".yaml", ".yml")) and is_own(path))
    return [*([(directory, files)] if files else ()), *((each, ()) for each in inner)]


def _files(directory: str, found: Found) -> Iterator[tuple[str, str]]:
    """The manifests below a directory, each with its path from there."""
    for path in found.documents:
        if is_below(shown(path), directory):
            yield path, name_below(shown(path), directory)


def name_below(path: str, directory: str) -> str:
    """The path of a file from a directory that it lies below; both as `shown` writes them."""
    return path if directory == "." else path[len(directory) + 1 :]


def _matches(name: str, pattern: str) -> bool:
    """Whether a pattern such as `{a.yaml,b/*.yaml}` matches; of what its braces stand for only so much is looked at."""
    patterns = [pattern]
    while len(patterns) < _MOST_PATTERNS and (braces := _BRACES.search(patterns[0])) is not None:
        first = patterns.pop(0)
        patterns += [first[: braces.start()] + each + first[braces.end() :] for each in braces[1].split(",")]
    return any(fnmatchcase(name, each) for each in patterns[:_MOST_PATTERNS])
