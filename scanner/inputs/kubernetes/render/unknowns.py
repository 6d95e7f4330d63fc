"""What a program was not told because nobody knows it: everything that was made of it is not known either."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.inputs.kubernetes.adapt import read_anew
from scanner.inputs.kubernetes.render.tasks import Release, Task
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value

PLACEHOLDER = "value-that-is-not-known"
"""What a program is told instead: a text that may stand for a namespace, too."""
_NAME = "name-that-is-not-known"
"""What a chart is told instead of the name of its release."""
UNKNOWN_VARIABLE = "variable-that-is-not-known-"
"""Stands, with a digest behind it, for an expression with a variable whose value is not known."""
UNKNOWN_EXPRESSION = "expression-that-is-not-followed-"
"""Stands, with a digest behind it, for an expression that is not followed: Flux knows many."""
_DIGEST = "[0-9a-f]{16}"
UNFILLED = re.compile(r"\{\{[^{}]*\}\}")
"""A parameter of a set of applications that nothing fills in, whatever it says."""


def told_name(release: Release) -> str:
    """The name of a release as a program is told it."""
    return _NAME if UNFILLED.search(release.name) else release.name


def told_namespace(release: Release) -> str | None:
    """The namespace of a release as a program is told it; None for the default one."""
    return PLACEHOLDER if isinstance(release.namespace, Unknown) else release.namespace


def mark_unknown(resource: Resource, task: Task) -> Resource:
    """Makes every text Unknown that holds what was not known. Gives the object as it is named then."""
    marks = [*_marks(task)]
    for what, unknown in marks:
        _mark(resource, what, unknown)
    return read_anew(resource) if marks else resource


def _marks(task: Task) -> Iterator[tuple[re.Pattern[str], Unknown]]:
    if isinstance(task, Release):
        if isinstance(task.namespace, Unknown):
            yield re.compile(PLACEHOLDER), task.namespace
        if UNFILLED.search(task.name):
            cause = f"{task.declared} calls the release {task.name[:80]}, which is not known"
            yield re.compile(_NAME), Unknown(cause, origin=("release", task.declared, task.name), not_null=True)
        return
    build = (task.declared, task.name, task.directory)  # what one is told need not be what another is
    if any(PLACEHOLDER in setting for _, setting in task.settings):
        cause = f"{task.declared} sets it to what is not known"
        yield re.compile(PLACEHOLDER), Unknown(cause, origin=("settings", build), not_null=True)
    if task.unknown_variables is not None:
        cause = f"Flux fills it in from {task.unknown_variables}, which is not known"
        yield re.compile(UNKNOWN_VARIABLE + _DIGEST), Unknown(cause, origin=("substitution", build), not_null=True)
    if task.substitutes:
        cause = "Flux fills it in with a function that is not followed"
        yield re.compile(UNKNOWN_EXPRESSION + _DIGEST), Unknown(cause, origin=("substitution", build), not_null=True)
    if task.unknown_parameters:
        cause = f"{task.declared} fills in a parameter that is not known"
        yield UNFILLED, Unknown(cause, origin=("parameter", build), not_null=True)


def _mark(resource: Resource, what: re.Pattern[str], unknown: Unknown) -> None:
    """The same text stands for the same value."""
    waiting: list[Value] = [resource.attributes]
    while waiting:
        node = waiting.pop()
        entries = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
        for key, value in entries:
            if isinstance(value, str) and what.search(value):
                whole = value == PLACEHOLDER
                node[key] = unknown if whole else Unknown(unknown.cause, origin=(unknown.origin, value), not_null=True)
            elif isinstance(value, (dict, list)):
                waiting.append(value)
