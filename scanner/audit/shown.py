"""Verdicts without the objects they are about: what reports need, and no more."""

from __future__ import annotations

from scanner.model.resources import Resource
from scanner.model.values import Object
from scanner.model.verdicts import Verdict
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


def about(verdict: Verdict, resource: Resource, seen_in: Resource | None = None) -> Verdict:
    """The same verdict about another resource, with the object that shows it in its message."""
    message = verdict.message
    if seen_in is not None and message:
        place = seen_in.name if seen_in.namespace is None else f"{seen_in.namespace}/{seen_in.name}"
        message = f"{message} (seen in {seen_in.kind} {place})"
    return Verdict(verdict.rule, resource, verdict.item, verdict.outcome, message, resource.place, verdict.because)
