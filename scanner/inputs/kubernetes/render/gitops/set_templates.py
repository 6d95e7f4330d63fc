"""Templates of an `ApplicationSet` put together: a generator's own over that of the set, and a patch over both.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/
"""

from __future__ import annotations

from scanner.inputs.kubernetes.render.fields import is_given
from scanner.inputs.kubernetes.render.yaml_values import values_in
from scanner.model.places import Source
from scanner.model.values import Value

_OBJECTS = (
    "list",
    "git",
    "matrix",
    "merge",
    "clusters",
    "scmProvider",
    "pullRequest",
    "plugin",
    "clusterDecisionResource",
)
"""Kinds of generators: each may have a template of its own."""


class PatchNotFollowed(Exception):
    """A patch that cannot be applied; its text says why."""


def template_of(generator: Value, template: Value) -> Value:
    """The template that a generator fills in."""
    kinds = [generator.get(kind) for kind in _OBJECTS] if isinstance(generator, dict) else []
    own = next((each["template"] for each in kinds if isinstance(each, dict) and is_given(each.get("template"))), None)
    return template if own is None else _over(own, template)


def _over(own: Value, below: Value) -> Value:
    """What is given wins; nothing, a zero and an empty text count as not given, as in Argo CD."""
    if not isinstance(own, dict) or not isinstance(below, dict):
        return own if is_given(own) and own is not False and own != 0 else below
    # Values of a chart are one value to it.
    return {
        key: own[key] if key == "valuesObject" and key in own else _over(own.get(key), below.get(key))
        for key in {**below, **own}
    }


def patched(manifest: Value, patch: str) -> Value:
    """An application with a `templatePatch`, filled in, merged into it.

    Raises:
        PatchNotFollowed: it has parameters left, or is no object, or says how to merge it.
    """
    if "{{" in patch:
        raise PatchNotFollowed("a templatePatch with more than known parameters, which is not followed")
    values, problems = values_in(Source("", patch))
    if problems or len(values) > 1 or not all(isinstance(each, dict) for each in values):
        raise PatchNotFollowed("a templatePatch that cannot be read")
    return _merged(manifest, values[0]) if values else manifest


def _merged(manifest: Value, patch: Value) -> Value:
    if not isinstance(patch, dict):
        return patch
    found = dict(manifest) if isinstance(manifest, dict) else {}
    for key, value in patch.items():
        if key.startswith("$"):
            raise PatchNotFollowed(f"a templatePatch with {key[:80]}, which is not followed")
        if value is None:
            found.pop(key, None)
        else:
            found[key] = _merged(found.get(key), value)
    return found
