"""Files with values that an application of Argo CD names for a chart.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#values-files
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, items, text
from scanner.inputs.kubernetes.render.gitops.build_environment import Environment, filled_in
from scanner.inputs.kubernetes.render.gitops.patterns import matches
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree

_MOST = 200
"""Files that patterns may stand for."""


class NotFollowed(Exception):
    """Value files that are not known; its text says what they are."""


def value_files(chart: str, source: Value, sources: list[Value], environment: Environment, tree: Tree) -> list[str]:
    """The files in the order in which helm gets them; each that a pattern stands for counts once.

    Raises:
        NotFollowed: one is of another source, or it is not known which it is.
    """
    helm = get(source, ("helm",))
    references = {f"${name}" for each in sources if (name := text(get(each, ("ref",)))) is not None}
    named: list[str] = []
    for each in items(get(helm, ("valueFiles",))):
        if not isinstance(each, str):
            raise NotFollowed("value files that are not known")
        if each.partition("/")[0] in references or "://" in each:
            raise NotFollowed("value files of another source")
        filled = filled_in(each, environment)
        if filled is None:
            raise NotFollowed(f"value files with variables that are not known ({each[:80]})")
        start = tree.root if filled.startswith("/") else chart
        named.append(os.path.normpath(os.path.join(start, filled.lstrip("/"))))
    found: list[str] = []
    for path in named:
        meant = [file for file in _meant(path, tree) if file not in named] if _is_pattern(path) else [path]
        if get(helm, ("ignoreMissingValueFiles",)) is True:
            meant = [file for file in meant if os.path.exists(file)]
        elif not meant:
            meant = [path]  # helm is to tell that nothing is there
        found += [file for file in meant if file not in found]
    return found


def _is_pattern(path: str) -> bool:
    return any(sign in path for sign in "*?[")


def _meant(pattern: str, tree: Tree) -> list[str]:
    """The files of the tree that a pattern stands for, in order."""
    if "{" in pattern:
        raise NotFollowed(f"value files by a pattern that is not followed ({pattern[:80]})")
    found: list[str] = []
    for path in _files(pattern, tree):
        if tree.holds(path) and matches(path.replace(os.sep, "/"), pattern.replace(os.sep, "/")):
            found.append(path)
            if len(found) > _MOST:
                raise NotFollowed(f"more than {_MOST} value files")
    return sorted(found)


def _files(pattern: str, tree: Tree) -> Iterator[str]:
    """The files below the last directory of a pattern that is no pattern itself."""
    steps = pattern.split(os.sep)
    fixed = next(index for index, step in enumerate(steps) if _is_pattern(step))
    start = os.sep.join(steps[:fixed]) or os.curdir
    for folder, _, files in os.walk(start) if tree.holds(start) else ():
        yield from (os.path.normpath(os.path.join(folder, name)) for name in files)
