"""Judgement: every rule asked about every resource it matches. A pass costs little more than the compiled check."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Object, Unknown, Value
from scanner.model.verdicts import Outcome, Verdict
from scanner.policy.answers import Detail, ask, ask_item, meta_of, truth
from scanner.policy.compiled import CompiledRule
from scanner.policy.culprits import find_culprits
from scanner.policy.items import bindings, item_scope, labels
from scanner.policy.links import Context, LinkIndex
from scanner.policy.masks import Masks
from scanner.policy.messages import crash, failure_message, may_quote, unknown_message
from scanner.policy.reasons import because, focus
from scanner.policy.redaction import Redaction, holds_sensitive
from scanner.policy.scopes import Scope, resource_scope

if TYPE_CHECKING:
    from scanner.policy.rulesets import RuleSet

PodView: TypeAlias = Callable[[str, Object], Object | None]
"""Gives the pod of an object from its kind and attributes; None when it carries none."""


class Judgement:
    """What all rules said."""

    __slots__ = ("counts", "problems", "verdicts")

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []
        """The outcomes that were asked for, in the order of the resources and of the rules."""
        self.problems: list[Problem] = []
        """Rules that failed to judge."""
        self.counts: dict[tuple[str, Outcome], int] = {}
        """How often each rule came to each outcome, those not asked for included."""


def judge(
    graph: ResourceGraph,
    rules: RuleSet,
    pods: PodView,
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown"}),
) -> Judgement:
    """Asks every rule about every resource it matches; `outcomes` are those that become verdicts."""
    court = Court(graph, rules, pods, outcomes)
    for resource in graph.resources:
        court.hear(resource)
    return court.judgement()


class Court:
    """Judgement under way: resources of one graph, in any order, all of them or some."""

    __slots__ = ("_links", "_masks", "_matching", "_outcomes", "_passes", "_pods", "_result", "_rules")

    def __init__(
        self,
        graph: ResourceGraph,
        rules: RuleSet,
        pods: PodView,
        outcomes: frozenset[Outcome] = frozenset({"fail", "unknown"}),
    ) -> None:
        """See `judge`. The links and resources of `graph` must all be there."""
        self._links = LinkIndex(graph, pods)
        self._rules = rules
        self._matching: dict[str, tuple[CompiledRule, ...]] = {}
        self._pods = pods
        self._outcomes = outcomes
        self._passes: dict[CompiledRule, int] = {}
        self._result = Judgement()
        self._masks: tuple[Resource | None, Masks] = (None, Masks())

    def judgement(self) -> Judgement:
        """What was said since the last time that this was asked."""
        for rule, number in self._passes.items():
            key: tuple[str, Outcome] = (rule.rule.id, "pass")
            self._result.counts[key] = self._result.counts.get(key, 0) + number
        result, self._result, self._passes = self._result, Judgement(), {}
        return result

    def hear(self, resource: Resource) -> None:
        """All rules about one resource."""
        rules = self._matching.get(resource.type)
        if rules is None:
            rules = self._matching[resource.type] = self._rules.for_type(resource.type)
        if rules:
            self._hear(resource, rules, Context(resource, self._links))

    def _hear(self, resource: Resource, rules: tuple[CompiledRule, ...], context: Context) -> None:
        """All rules about one resource. The common case, a check that holds, is decided right here."""
        meta = meta_of(resource)
        plain: tuple[Value, ...] = (resource.attributes, meta)
        with_pod: tuple[Value, ...] | None = None
        scope: Scope | None = None
        pod: Object | None = None
        want_passes = "pass" in self._outcomes
        passes = self._passes
        for rule in rules:
            values = plain
            if rule.pods:
                if with_pod is None:
                    pod = self._pods(resource.kind, resource.attributes)
                    with_pod = (resource.attributes, meta, pod)
                    scope = None
                if pod is None:
                    continue
                values = with_pod
            if rule.each:
                scope = scope or resource_scope(resource, meta, pod)
                self._hear_items(rule, scope, context, values)
                continue
            outcome, detail = ask(rule, context, values, True)
            if outcome == "pass":
                passes[rule] = passes.get(rule, 0) + 1
                if want_passes:
                    self._result.verdicts.append(Verdict(rule.rule, resource, None, "pass", "", resource.place))
            elif outcome is not None:
                scope = scope or resource_scope(resource, meta, pod)
                self._record(rule, scope, context, values, outcome, detail, None)

    def _hear_items(self, rule: CompiledRule, scope: Scope, context: Context, values: tuple[Value, ...]) -> None:
        applies: bool | Unknown = True
        if rule.when is not None and not rule.when_per_item:
            try:
                applies = truth(rule.when(context, *values))
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
        outcomes = [ask_item(rule, context, binding, applies) for binding in found]
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
        if outcome == "pass":
            if outcome in self._outcomes:
                place = focus(rule, scope, outcome, {})
                self._result.verdicts.append(Verdict(rule.rule, resource, item, outcome, "", place))
            return
        redaction = self._redaction(rule, scope)
        quotes = may_quote(rule, context, redaction, detail)
        if isinstance(detail, Exception):
            self._result.problems.append(crash(rule, resource, detail, quotes))
        if outcome not in self._outcomes:
            return
        culprits = find_culprits(rule, context, values) if outcome == "fail" else {}
        place = focus(rule, scope, outcome, culprits)
        if outcome == "unknown":
            message = unknown_message(detail, quotes)
        else:
            message = failure_message(rule, context, values if redaction is None else redaction.values())
        reasons = because(rule, scope, outcome, culprits, redaction)
        hidden = () if redaction is None else redaction.places()
        self._result.verdicts.append(Verdict(rule.rule, resource, item, outcome, message, place, reasons, hidden))

    def _redaction(self, rule: CompiledRule, scope: Scope) -> Redaction | None:
        """What the verdict may not show; None when it may show everything."""
        if self._masks[0] is not scope.resource:
            self._masks = (scope.resource, Masks())
        masks = self._masks[1]
        roots = [scope.roots[each.name] for each in rule.each if each.name in scope.roots]
        # What lies in the resource holds nothing that the resource does not.
        values = [scope.resource.attributes, *(root.value for root in roots if root.path is None)]
        needed = rule.sensitive or any(masks.holds(each, holds_sensitive) for each in values)
        return Redaction(rule, scope, masks) if needed else None
