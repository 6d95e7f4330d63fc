"""Judgement: every rule asked about every resource it matches. A pass costs little more than the compiled check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Object, Unknown, Value
from scanner.model.verdicts import Outcome, Verdict
from scanner.policy.compiled import CompiledRule
from scanner.policy.culprits import find_culprits
from scanner.policy.items import Binding, bindings, item_scope, labels
from scanner.policy.links import Context, LinkIndex
from scanner.policy.reasons import because, focus
from scanner.policy.scopes import Scope, resource_scope
from scanner.policy.templates import MESSAGE_LIMIT, NOT_SET, render, shorten

PodView: TypeAlias = Callable[[str, Object], Object | None]
"""Gives the pod of an object from its kind and attributes; None when it carries none."""

Detail: TypeAlias = Unknown | Exception | None
"""Why an outcome is unknown."""


class Rules(Protocol):
    """What judgement needs of a rule set."""

    def for_type(self, type: str) -> tuple[CompiledRule, ...]:
        """The rules that match resources of a type."""
        ...


class RuleFault(Exception):
    """A rule gave something that is neither true nor false."""


@dataclass(slots=True)
class Judgement:
    """What all rules said."""

    verdicts: list[Verdict] = field(default_factory=list)
    """The outcomes that were asked for, in the order of the resources and of the rules."""
    problems: list[Problem] = field(default_factory=list)
    """Rules that failed to judge."""
    counts: dict[tuple[str, Outcome], int] = field(default_factory=dict)
    """How often each rule came to each outcome, those not asked for included."""


def judge(
    graph: ResourceGraph,
    rules: Rules,
    pods: PodView,
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown"}),
) -> Judgement:
    """Asks every rule about every resource it matches; `outcomes` are those that become verdicts."""
    court = _Court(pods, outcomes)
    links = LinkIndex(graph)
    matching: dict[str, tuple[CompiledRule, ...]] = {}
    for resource in graph.resources:
        found = matching.get(resource.type)
        if found is None:
            found = matching[resource.type] = rules.for_type(resource.type)
        if found:
            court.hear(resource, found, Context(resource, links))
    return court.judgement()


class _Court:
    """The judgement under way."""

    __slots__ = ("_outcomes", "_passes", "_pods", "_result")

    def __init__(self, pods: PodView, outcomes: frozenset[Outcome]) -> None:
        self._pods = pods
        self._outcomes = outcomes
        self._passes: dict[CompiledRule, int] = {}
        self._result = Judgement()

    def judgement(self) -> Judgement:
        for rule, number in self._passes.items():
            self._result.counts[(rule.rule.id, "pass")] = number
        return self._result

    def hear(self, resource: Resource, rules: tuple[CompiledRule, ...], context: Context) -> None:
        """All rules about one resource. The common case, a check that holds, is decided right here."""
        meta = _meta(resource)
        plain: tuple[Value, ...] = (resource.attributes, meta)
        with_pod: tuple[Value, ...] | None = None
        pod: Object | None = None
        want_passes = "pass" in self._outcomes
        passes = self._passes
        for rule in rules:
            values = plain
            if rule.pods:
                if with_pod is None:
                    pod = self._pods(resource.kind, resource.attributes)
                    with_pod = (resource.attributes, meta, pod)
                if pod is None:
                    continue
                values = with_pod
            if rule.each:
                self._hear_items(rule, resource_scope(resource, meta, pod), context, values)
                continue
            outcome, detail = _ask(rule, context, values, True)
            if outcome == "pass":
                passes[rule] = passes.get(rule, 0) + 1
                if want_passes:
                    self._result.verdicts.append(Verdict(rule.rule, resource, None, "pass", "", resource.place))
            elif outcome is not None:
                scope = resource_scope(resource, meta, pod)
                self._record(rule, scope, context, values, outcome, detail, None)

    def _hear_items(self, rule: CompiledRule, scope: Scope, context: Context, values: tuple[Value, ...]) -> None:
        applies: bool | Unknown = True
        if rule.when is not None and not rule.when_per_item:
            try:
                applies = _truth(rule.when(context, *values))
            except Exception as error:  # noqa: BLE001 - whatever a rule does, the others go on
                self._record(rule, scope, context, values, "unknown", error, None)
                return
            if applies is False:
                return
        try:
            found = bindings(rule, context, values)
        except Exception as error:  # noqa: BLE001
            self._record(rule, scope, context, values, "unknown", error, None)
            return
        outcomes = [_ask_item(rule, context, binding, applies) for binding in found]
        names: list[str | None] | None = None
        for number, (outcome, detail) in enumerate(outcomes):
            if outcome is None:
                continue
            if outcome == "pass" and "pass" not in self._outcomes:
                self._passes[rule] = self._passes.get(rule, 0) + 1
                continue
            if names is None:
                names = labels(rule, scope, found)
            inner = item_scope(rule, scope, found[number])
            self._record(rule, inner, context, found[number].values, outcome, detail, names[number])

    def _record(
        self,
        rule: CompiledRule,
        scope: Scope,
        context: Context,
        values: tuple[Value, ...],
        outcome: Outcome,
        detail: Detail,
        item: str | None,
    ) -> None:
        resource = scope.resource
        if outcome == "pass":
            self._passes[rule] = self._passes.get(rule, 0) + 1
        else:
            key = (rule.rule.id, outcome)
            self._result.counts[key] = self._result.counts.get(key, 0) + 1
        if isinstance(detail, Exception):
            self._result.problems.append(_crash(rule, resource, detail))
        if outcome not in self._outcomes:
            return
        culprits = find_culprits(rule, context, values) if outcome == "fail" else {}
        place = focus(rule, scope, outcome, culprits)
        if outcome == "pass":
            self._result.verdicts.append(Verdict(rule.rule, resource, item, outcome, "", place))
            return
        if outcome == "fail":
            message = _message(rule, context, values)
        else:
            message = shorten(f"{rule.rule.title}: {_cause(detail)}", MESSAGE_LIMIT)
        reasons = because(rule, scope, outcome, culprits)
        self._result.verdicts.append(Verdict(rule.rule, resource, item, outcome, message, place, reasons))


def _ask(
    rule: CompiledRule, context: Context, values: tuple[Value, ...], applies: bool | Unknown
) -> tuple[Outcome | None, Detail]:
    """What a rule says, with the reason when that is unknown. No outcome: it does not apply."""
    try:
        if rule.when is not None and applies is True and (not rule.each or rule.when_per_item):
            applies = rule.when(context, *values)
            if applies is False:
                return None, None
            if applies is not True:
                applies = _truth(applies)
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


def _ask_item(
    rule: CompiledRule, context: Context, binding: Binding, applies: bool | Unknown
) -> tuple[Outcome | None, Detail]:
    failure = binding.failure
    if failure is None:
        return _ask(rule, context, binding.values, applies)
    if isinstance(failure, Exception) and isinstance(applies, Unknown):
        return "unknown", applies
    return "unknown", failure


def _truth(applies: Any) -> bool | Unknown:
    if isinstance(applies, (bool, Unknown)):
        return applies
    raise RuleFault("when is neither true nor false")


def _meta(resource: Resource) -> dict[str, Value]:
    return {
        "address": resource.address,
        "type": resource.type,
        "name": resource.name,
        "namespace": resource.namespace,
        "region": resource.region,
        "labels": resource.labels,
        "provider": resource.provider,
    }


def _message(rule: CompiledRule, context: Context, values: tuple[Value, ...]) -> str:
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


def _cause(detail: Detail) -> str:
    if isinstance(detail, Unknown):
        return detail.cause
    return f"the rule failed to judge: {_error_text(detail)}"


def _error_text(error: Exception | None) -> str:
    return str(getattr(error, "message", None) or error or type(error).__name__)


def _crash(rule: CompiledRule, resource: Resource, error: Exception) -> Problem:
    what = f"rule {rule.rule.id} failed to judge {resource.address}: {_error_text(error)}"
    advice = "the rule's expression does not allow for this value; its verdict here is unknown"
    return Problem("error", "crashed", shorten(what, MESSAGE_LIMIT), resource.place.file, resource.place, advice)
