"""Resources without what only judgement needs."""

from __future__ import annotations

from scanner.model.resources import Resource
from scanner.model.values import Object
from scanner.triage.hints import directive_annotations

_NOTHING = Object()


def slim(resource: Resource) -> Resource:
    """The resource without its content, but for annotations that ask for findings to be ignored."""
    directives = directive_annotations(resource)
    return Resource(
        address=resource.address,
        type=resource.type,
        provider=resource.provider,
        name=resource.name,
        attributes=Object({"metadata": {"annotations": dict(directives)}}) if directives else _NOTHING,
        origin=resource.origin,
        place=resource.place,
        extent=resource.extent,
        namespace=resource.namespace,
    )
