"""What the generators of an `ApplicationSet` make, as far as files tell: list, Git and matrix generators.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, is_given
from scanner.inputs.kubernetes.render.gitops.set_parameters import (
    MOST,
    Parameters,
    filled,
    flat,
    of_directories,
    of_files,
)
from scanner.inputs.kubernetes.render.unknowns import UNFILLED
from scanner.inputs.kubernetes.selectors import label_selector
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree

_MOST_ASKED = 1_000
"""Generators of one set that are asked: one in another is asked once for everything that comes before it."""
_OF_CLUSTERS = frozenset({"name", "nameNormalized", "server", "project", "metadata", "values", "clusters"})
"""What each cluster gives: .../applicationset/Generators-Cluster/"""


@dataclass(frozen=True, slots=True)
class Made:
    """What a generator makes."""

    parameters: list[Parameters]
    """Those of each application, as far as they are known."""
    decided: bool = True
    """Whether each of these is made once, with no further parameters."""
    others: frozenset[str] | None = frozenset()
    """How the names of further parameters begin that are not known; None where they may be called anything."""


_ANYTHING = Made([{}], False, None)


def made_by(generator: Value, tree: Tree) -> Made:
    """What a generator of a set makes."""
    return _made(generator, tree, iter(range(_MOST_ASKED)))


def _made(generator: Value, tree: Tree, room: Iterator[int]) -> Made:
    """The same, where there is still `room` to ask."""
    made = _ANYTHING if next(room, None) is None else _generated(generator, tree, room)
    wanted = get(generator, ("selector",))
    if not made.decided or wanted is None:
        return made
    selector = label_selector(wanted)
    if selector is None or len(made.parameters) > MOST or UNFILLED.search(str(wanted)):
        return _ANYTHING
    return Made([parameters for parameters in made.parameters if selector.selects(parameters)])


def _generated(generator: Value, tree: Tree, room: Iterator[int]) -> Made:
    """What a generator makes before its selector takes some of it away."""
    if not isinstance(generator, dict):
        return _ANYTHING
    listed = generator.get("list")
    if isinstance(listed, dict) and is_given(listed.get("elementsYaml")):
        return _ANYTHING
    if isinstance(listed, dict) and isinstance(listed.get("elements"), list):
        return Made([flat(element) for element in listed["elements"]])
    git = generator.get("git")
    if isinstance(git, dict):
        return _of_git(git, tree)
    clusters = generator.get("clusters")
    if isinstance(clusters, dict):
        return Made([_with_values({}, clusters)], False, _OF_CLUSTERS)
    matrix = generator.get("matrix")
    if isinstance(matrix, dict) and isinstance(matrix.get("generators"), list):
        return _combined(matrix["generators"], tree, room)
    return _ANYTHING


def _of_git(git: dict[str, Value], tree: Tree) -> Made:
    prefix = get(git, ("pathParamPrefix",))
    prefix = f"{prefix}." if isinstance(prefix, str) and prefix else ""
    found = None
    if isinstance(git.get("directories"), list):
        found = of_directories(git["directories"], tree, prefix)
    elif isinstance(git.get("files"), list):
        found = of_files(git["files"], tree, prefix)
    return _ANYTHING if found is None else Made([_with_values(each, git) for each in found])


def _with_values(parameters: Parameters, generator: dict[str, Value]) -> Parameters:
    """The parameters with the `values` that a generator adds, in which the others may stand; of those of which
    something is not known nothing is.
    """
    added = flat(filled(get(generator, ("values",)), parameters), "values.")
    return parameters | {name: value for name, value in added.items() if UNFILLED.search(value) is None}


def _combined(generators: list[Value], tree: Tree, room: Iterator[int]) -> Made:
    """What two generators give together. The second may ask for what the first gives, and the first one wins where
    both give the same.
    """
    if len(generators) != 2:
        return _ANYTHING
    first = _made(generators[0], tree, room)
    found: list[Parameters] = []
    decided, others = first.decided, first.others
    for one in first.parameters:
        second = _made(filled(generators[1], one), tree, room)
        decided = decided and second.decided
        others = None if others is None or second.others is None else others | second.others
        found += [{**_left(each, first), **one} for each in second.parameters]
        if len(found) > MOST:
            break
    return Made(found, decided, others)


def _left(parameters: Parameters, before: Made) -> Parameters:
    """What of the parameters of a second generator stays, whatever else the one before it gives."""
    others = before.others
    if others is None:
        return {}
    return {name: value for name, value in parameters.items() if re.split(r"[.\[]", name)[0] not in others}
