"""Flux's substitution of `${name}` in what a kustomization gives.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
"""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.render.options import Build
from scanner.model.resources import Resource
from scanner.model.values import Object, Unknown, Value

_VARIABLE = re.compile(r"(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-=]([^{}\n]*))?\}")
_ESCAPED = re.compile(r"\$\$(?=\{)")


def substituted(text: str, build: Build) -> str:
    """The text with the variables filled in that are known. One that nobody gives is empty, as for Flux."""
    values = dict(build.variables)

    def fill(found: re.Match[str]) -> str:
        if found[1] in values:
            return values[found[1]]
        if build.unknown_variables is not None:
            return found[0]
        return found[2] or ""

    filled = _VARIABLE.sub(fill, text)
    return filled if build.unknown_variables is not None else _ESCAPED.sub("$", filled)


def mark_unknown(resource: Resource, build: Build) -> None:
    """Makes every string Unknown that holds a variable whose value is not known."""
    cause = f"Flux fills it in from {build.unknown_variables}, which is not known"
    waiting: list[Value] = [resource.attributes]
    while waiting:
        node = waiting.pop()
        entries = list(node.items()) if isinstance(node, Object) else list(enumerate(node))
        for key, value in entries:
            if isinstance(value, str) and _VARIABLE.search(value):
                node[key] = Unknown(cause, not_null=True)
            elif isinstance(value, (dict, list)):
                waiting.append(value)
