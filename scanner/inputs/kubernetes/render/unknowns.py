"""What a program was not told because nobody knows it: everything that was made of it is not known either."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.inputs.kubernetes.adapt import read_anew
from scanner.inputs.kubernetes.render.gitops.application_sets import UNFILLED
from scanner.inputs.kubernetes.render.overlays.substitution import DIGEST, UNKNOWN_EXPRESSION, UNKNOWN_VARIABLE
from scanner.inputs.kubernetes.render.tasks import Build, Release
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value

PLACEHOLDER = "value-that-is-not-known"
"""What a program is told instead: a text that may stand for a namespace, too."""
NAME = "name-that-is-not-known"
"""What a chart is told instead of the name of its release."""


def mark_unknown(resource: Resource, task: Release | Build) -> Resource:
    """Makes every text Unknown that holds what was not known. Gives the object as it is named then."""
    marks = [*_marks(task)]
    for what, unknown in marks:
        _mark(resource, what, unknown)
    return read_anew(resource) if marks else resource


def _marks(task: Release | Build) -> Iterator[tuple[re.Pattern[str], Unknown]]:
    if isinstance(task, Release):
        if isinstance(task.namespace, Unknown):
            yield re.compile(PLACEHOLDER), task.namespace
        if UNFILLED.search(task.name):
            cause = f"{task.declared} calls the release {task.name[:80]}, which is not known"
            yield re.compile(NAME), Unknown(cause, origin=("release", task.declared, task.name), not_null=True)
        return
    build = (task.declared, task.name, task.directory)  # what one is told need not be what another is
    if any(PLACEHOLDER in setting for _, setting in task.settings):
        cause = f"{task.declared} sets it to what is not known"
        yield re.compile(PLACEHOLDER), Unknown(cause, origin=("settings", build), not_null=True)
    if task.unknown_variables is not None:
        cause = f"Flux fills it in from {task.unknown_variables}, which is not known"
        yield re.compile(UNKNOWN_VARIABLE + DIGEST), Unknown(cause, origin=("substitution", build), not_null=True)
    if task.substitutes:
        cause = "Flux fills it in with a function that is not followed"
        yield re.compile(UNKNOWN_EXPRESSION + DIGEST), Unknown(cause, origin=("substitution", build), not_null=True)
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
