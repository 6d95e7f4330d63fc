"""Objects that are built as no API server would take them: what is wrong is reported, and Unknown from then on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from scanner.inputs.kubernetes.kinds import group_of
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.shapes import Shape, carried_shape, metadata_shape, shapes
from scanner.inputs.kubernetes.templates import HELP as RENDER
from scanner.inputs.kubernetes.templates import has_action
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.values import Array, Object, PartialList, Path, Unknown, Value, place_at

_MOST = 100
"""Problems of one object."""

_PLAIN = frozenset({str, int, bool, float, type(None)})
_ANYTHING: Any = object()
"""The shape of what nothing is said of."""

_Way: TypeAlias = "tuple[_Way | None, str | int]"
"""The way to a container, and the key or index in it."""

REFUSED = "The API server refuses this object; the rules that look at this part cannot decide."
INCOMPLETE = "The API server refuses this object. Of a patch, scan what the tool that applies it renders."


def check_structure(
    value: Object, source: Source, heading: Callable[[], Place], workloads: Workloads = KUBERNETES
) -> list[Problem]:
    """What is wrong with the structure of an object. The wrong parts, and what must not be missing, become Unknown.

    `heading` tells where the object begins, for what is not written at all.
    """
    kind = value["kind"]
    checker = _Checker(value, source, heading)
    if not _fits(value, metadata_shape()):
        checker.part(value, metadata_shape(), None)
    shape = shapes().get(group_of(value["apiVersion"]), {}).get(kind)
    carrier = workloads.find(kind, value)
    if shape is None and carrier in workloads.declared:
        shape = carried_shape(carrier.template, carrier.spec)
    if shape is not None:
        if not _fits(value, shape):
            checker.part(value, shape, None)
        if carrier is not None:
            checker.pod(value, carrier.spec)
    return checker.problems


def _fits(node: Value, shape: Any) -> bool:
    """Whether a container and everything in it is certain to be as it should be: the common case, decided in little
    time.
    """
    if shape.__class__ is list:
        if node.__class__ is not Array:
            return False
        for below in shape:
            for each in node:
                if not (each.__class__ in _PLAIN if below is None else _fits(each, below)):
                    return False
        return True
    if node.__class__ is not Object:
        return False
    for key, each in node.items() if shape else ():
        if key in shape:
            below = shape[key]
            if not (each.__class__ in _PLAIN if below is None else _fits(each, below)):
                return False
    return True


class _Checker:
    """One object being checked. Ways are linked from their end: most of them nobody asks for."""

    __slots__ = ("_heading", "_root", "_source", "problems")

    def __init__(self, root: Object, source: Source, heading: Callable[[], Place]) -> None:
        self.problems: list[Problem] = []
        self._root = root
        self._source = source
        self._heading = heading

    def part(self, node: Value, shape: Shape, way: _Way | None) -> None:
        """Checks the entries, or items, of a container that is of the right kind itself."""
        if isinstance(shape, list):
            for index in range(len(node)) if shape else ():
                self.entry(node, index, shape[0], (way, index))
        elif shape:
            for key, value in node.items():
                below = shape.get(key, _ANYTHING)
                # The common cases are decided here: nothing is said of it, or it is a plain value as it should be.
                if below is not _ANYTHING and not (below is None and value.__class__ in _PLAIN):
                    self.entry(node, key, below, (way, key))

    def entry(self, node: Value, key: str | int, shape: Shape, way: _Way) -> None:
        """Checks one entry of a container."""
        value = node[key]
        if isinstance(value, PartialList) and isinstance(shape, list):
            value = value.items
        if shape is not None and isinstance(value, list if isinstance(shape, list) else dict):
            if shape:
                self.part(value, shape, way)
            return
        if isinstance(value, Unknown) or (shape is None and not isinstance(value, (dict, list))):
            return
        path = _path(way)
        shown = shown_path(path)
        if has_action(value):
            cause = f"{shown} is a template that is not rendered"
            self._report(Problem("warning", "unrendered", cause, self._source.path, self._place(path), RENDER))
        else:
            wanted = "a plain value" if shape is None else "a list" if isinstance(shape, list) else "an object"
            cause = f"{shown} must be {wanted}"
            self._report(Problem("error", "invalid", cause, self._source.path, self._place(path), REFUSED))
        node[key] = Unknown(cause)

    def pod(self, node: Value, steps: tuple[str, ...]) -> None:
        """Checks that an object that carries a pod does, with its spec at the end of these steps."""
        path: Path = ()
        for step in steps:
            path = (*path, step)
            if step not in node:
                self._missing(node, path, f"{shown_path(path)} is missing")
            node = node[step]
            if isinstance(node, Unknown):
                return
        if node.get("containers") in (None, []):
            self._missing(node, (*path, "containers"), f"{shown_path(path)} has no containers")

    def _missing(self, node: Value, path: Path, cause: str) -> None:
        place = self._place(path[:-1])
        self._report(Problem("warning", "invalid", cause, self._source.path, place, INCOMPLETE))
        node[path[-1]] = Unknown(cause)

    def _report(self, problem: Problem) -> None:
        if len(self.problems) < _MOST:
            self.problems.append(problem)

    def _place(self, path: Path) -> Place:
        return place_at(self._root, path) or self._heading()


def _path(way: _Way) -> Path:
    steps: list[str | int] = []
    at: _Way | None = way
    while at is not None:
        steps.append(at[1])
        at = at[0]
    return tuple(reversed(steps))


def shown_path(path: Path) -> str:
    """A path as people write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
