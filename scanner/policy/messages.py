"""What verdicts say in words."""

from __future__ import annotations

from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.answers import Detail
from scanner.policy.compiled import CompiledRule
from scanner.policy.links import Context, ShownLinks
from scanner.policy.redaction import Redaction, hide_sensitive
from scanner.policy.rendering import MESSAGE_LIMIT, NOT_SET, render, shorten

QUOTES = "the error is not shown, because it may quote a sensitive value"
"""Stands for the error of a rule that was asked about secrets."""


def shown_to_messages(context: Context) -> Context:
    """A context in which no secret of another resource can be seen."""
    return Context(context.resource, ShownLinks(context.links, hide_sensitive))


def failure_message(rule: CompiledRule, context: Context, values: tuple[Value, ...]) -> str:
    """The message of a failure, with the values that its template asks for. Context and values are without secrets."""
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


def unknown_message(detail: Detail, secret: bool) -> str:
    """The message of an unknown verdict: what is not known; `secret` as in `crash`."""
    error = "" if isinstance(detail, Unknown) else QUOTES if secret else _error_text(detail)
    cause = detail.cause if isinstance(detail, Unknown) else f"the rule failed to judge: {error}"
    return shorten(f"cannot be decided: {cause}", MESSAGE_LIMIT)


def may_quote(rule: CompiledRule, context: Context, redaction: Redaction | None, detail: Detail) -> bool:
    """Whether an error may quote a secret: unless the check fails in the same way when it sees none."""
    if redaction is None or not isinstance(detail, Exception):
        return False
    try:
        rule.check(shown_to_messages(context), *redaction.values())
    except Exception as error:  # noqa: BLE001 - any error is only compared
        return _error_text(error) != _error_text(detail)
    return True


def _error_text(error: Exception | None) -> str:
    return str(getattr(error, "message", None) or error or type(error).__name__)


def crash(rule: CompiledRule, resource: Resource, error: Exception, secret: bool) -> Problem:
    """The problem of a rule that failed to judge; `secret`: the error may quote what no report may show."""
    said = QUOTES if secret else _error_text(error)
    what = f"rule {rule.rule.id} failed to judge {resource.address}: {said}"
    advice = "the rule's expression does not allow for this value; its verdict here is unknown"
    return Problem("error", "crashed", shorten(what, MESSAGE_LIMIT), resource.place.file, resource.place, advice)
