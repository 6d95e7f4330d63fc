"""Flux's substitution of `${name}` in what a kustomization gives.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
"""

from __future__ import annotations

import re

from scanner.inputs.kubernetes.render.options import Build

VARIABLE = re.compile(r"(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::?[-=]([^{}\n]*))?\}")
"""A variable: its name, and what stands for it where nobody gives it."""
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

    filled = VARIABLE.sub(fill, text)
    return filled if build.unknown_variables is not None else _ESCAPED.sub("$", filled)
