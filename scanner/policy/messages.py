"""What verdicts say in words."""

from __future__ import annotations

from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.answers import Detail
from scanner.policy.compiled import CompiledRule
from scanner.policy.links import Context
from scanner.policy.rendering import MESSAGE_LIMIT, NOT_SET, render, shorten


def failure_message(rule: CompiledRule, context: Context, values: tuple[Value, ...]) -> str:
    """The message of a failure, with the values that its template asks for."""
    text = ""
    for part in rule.message:
        if isinstance(part, str):
            text += part
            continue
        try:
            text += render(part(context, *values))
        except Exception:  # noqa: BLE001 - CEL has errors for what is absent; a message has words
            text += NOT_SET
    return shorten(text, MESSAGE_LIMIT)


def unknown_message(rule: CompiledRule, detail: Detail) -> str:
    """The message of an unknown verdict: what is not known."""
    cause = detail.cause if isinstance(detail, Unknown) else f"the rule failed to judge: {_error_text(detail)}"
    return shorten(f"{rule.rule.title}: {cause}", MESSAGE_LIMIT)


def _error_text(error: Exception | None) -> str:
    return str(getattr(error, "message", None) or error or type(error).__name__)


def crash(rule: CompiledRule, resource: Resource, error: Exception) -> Problem:
    """The problem of a rule that failed to judge."""
    what = f"rule {rule.rule.id} failed to judge {resource.address}: {_error_text(error)}"
    advice = "the rule's expression does not allow for this value; its verdict here is unknown"
    return Problem("error", "crashed", shorten(what, MESSAGE_LIMIT), resource.place.file, resource.place, advice)
