"""Judgement: every rule asked about every resource it matches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model.resources import Resource, ResourceGraph
from scanner.model.verdicts import Outcome
from scanner.policy.compiled import CompiledRule
from scanner.policy.hearing import Hearing, Judgement
from scanner.policy.links import LinkIndex
from scanner.policy.undecided import PodView

if TYPE_CHECKING:
    from scanner.policy.rulesets import RuleSet


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

    __slots__ = ("_links", "_matching", "_outcomes", "_passes", "_pods", "_result", "_rules")

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
            Hearing(resource, self._links, self._pods, self._outcomes, self._result, self._passes).hear(rules)
