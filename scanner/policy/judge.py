"""Judgement: every rule asked about every resource it matches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scanner.model.resources import Resource, ResourceGraph
from scanner.model.rules import Rule
from scanner.model.verdicts import Outcome
from scanner.policy.compiled import CompiledRule
from scanner.policy.hearing import Hearing, Judgement
from scanner.policy.links import LinkIndex
from scanner.policy.undecided import PodView
from scanner.processes import cut, share, worthwhile

_PIECE = 50
"""Resources that are judged at once."""

if TYPE_CHECKING:
    from scanner.policy.rulesets import RuleSet


def judge(
    graph: ResourceGraph,
    rules: RuleSet,
    pods: PodView,
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown"}),
    processes: int = 1,
) -> Judgement:
    """Asks every rule about every resource it matches; `outcomes` are those that become verdicts.

    Many resources are shared between at most `processes` processes.
    """
    court = Court(graph, rules, pods, outcomes)
    pieces = cut(len(graph.resources), _PIECE)
    if worthwhile(len(pieces), processes) > 1:
        return _shared(court, graph, pieces, processes)
    for resource in graph.resources:
        court.hear(resource)
    return court.judgement()


def _shared(court: Court, graph: ResourceGraph, pieces: list[range], processes: int) -> Judgement:
    from scanner.policy.transfer import Transfer

    transfer = Transfer(graph, court.prepare({resource.type for resource in graph.resources}))

    def work(piece: range) -> Judgement:
        for number in piece:
            court.hear(graph.resources[number])
        return court.judgement()

    whole = Judgement()
    for judgement in share(
        pieces,
        processes,
        work,
        lambda piece, judgement: transfer.pack(judgement),
        lambda piece, content: transfer.unpack(content),
    ):
        whole.add(judgement)
    return whole


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

    def prepare(self, types: Iterable[str]) -> list[Rule]:
        """Loads the rules that match these types, and tells which they are."""
        return [compiled.rule for type in sorted(types) for compiled in self._rules_for(type)]

    def _rules_for(self, type: str) -> tuple[CompiledRule, ...]:
        rules = self._matching.get(type)
        if rules is None:
            rules = self._matching[type] = self._rules.for_type(type)
        return rules

    def hear(self, resource: Resource) -> None:
        """All rules about one resource."""
        rules = self._rules_for(resource.type)
        if rules:
            Hearing(resource, self._links, self._pods, self._outcomes, self._result, self._passes).hear(rules)
