"""One rule asked about one resource or item: three-valued, and whatever goes wrong is an answer as well."""

from __future__ import annotations

from typing import Any, TypeAlias

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.model.verdicts import Outcome
from scanner.policy.compiled import CompiledRule
from scanner.policy.links import Context

Detail: TypeAlias = Unknown | Exception | None
"""Why an outcome is unknown."""


class RuleFault(Exception):
    """A rule gave something that is neither true nor false."""


def ask(
    rule: CompiledRule, context: Context, values: tuple[Value, ...], applies: bool | Unknown
) -> tuple[Outcome | None, Detail]:
    """What a rule says, with the reason when that is unknown. No outcome: it does not apply."""
    try:
        if rule.when is not None and applies is True and (not rule.each or rule.when_per_item):
            applies = rule.when(context, *values)
            if applies is False:
                return None, None
            if applies is not True:
                applies = truth(applies)
        result = rule.check(context, *values)
    except Exception as error:  # noqa: BLE001 - whatever a rule does, the others go on
        # Where `when` is not known, the check may be asking for what only exists when it holds.
        return "unknown", applies if isinstance(applies, Unknown) else error
    if result is True:
        return "pass", None
    if result is False:
        return ("unknown", applies) if isinstance(applies, Unknown) else ("fail", None)
    if isinstance(result, Unknown):
        return "unknown", result
    return "unknown", RuleFault("check is neither true nor false")


def undecided_item(failure: Unknown | Exception, applies: bool | Unknown) -> tuple[Outcome, Detail]:
    """The same where there may be items, and it is not known which."""
    if isinstance(failure, Exception) and isinstance(applies, Unknown):
        return "unknown", applies
    return "unknown", failure


def truth(applies: Any) -> bool | Unknown:
    """What `when` gave.

    Raises:
        RuleFault: it is no truth value.
    """
    if isinstance(applies, (bool, Unknown)):
        return applies
    raise RuleFault("when is neither true nor false")


def meta_of(resource: Resource) -> dict[str, Value]:
    """What `meta` is bound to: what the resource says of itself beside its attributes."""
    return {
        "address": resource.address,
        "type": resource.type,
        "name": _own(resource, "name", resource.name),
        "namespace": _own(resource, "namespace", resource.namespace),
        "region": resource.region,
        "labels": _own(resource, "labels", resource.labels),
        "provider": resource.provider,
    }


def _own(resource: Resource, name: str, value: Value) -> Value:
    """What a Kubernetes object says of itself: Unknown where that is written and not known."""
    if not resource.is_object:
        return value
    metadata = resource.attributes.get("metadata")
    found = metadata.get(name) if isinstance(metadata, dict) else metadata
    return found if isinstance(found, Unknown) else value
