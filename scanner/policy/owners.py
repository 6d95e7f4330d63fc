"""Verdicts on objects and on what they own, told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from scanner.model.resources import Resource, ResourceGraph
from scanner.model.verdicts import Outcome, Verdict
from scanner.policy.hearing import Judgement
from scanner.policy.judge import Court
from scanner.policy.rulesets import RuleSet
from scanner.policy.undecided import PodView

Key: TypeAlias = "tuple[str, str | None]"
"""Rule and item."""
Counts: TypeAlias = "dict[tuple[str, Outcome], int]"


def judge_with_owners(
    graph: ResourceGraph,
    rules: RuleSet,
    pods: PodView,
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown"}),
) -> Judgement:
    """As `judge`, where some verdicts are told of owners (`ResourceGraph.told_of`)."""
    court = Court(graph, rules, pods, outcomes)
    merged = Merged()
    result = Judgement()
    owned: list[tuple[Resource, Resource, Judgement]] = []
    for resource in graph.resources:
        court.hear(resource)
        said = court.judgement()
        result.problems += said.problems
        owner = graph.told_of.get((resource.origin.root, resource.address))
        if owner is None:
            merged.own(resource, said)
        else:
            owned.append((owner, resource, said))
    for owner, resource, said in owned:
        merged.tell(owner, resource, said)
    result.verdicts, result.counts = merged.verdicts(), merged.counts
    return result


def about(verdict: Verdict, resource: Resource, seen_in: Resource | None = None) -> Verdict:
    """The same verdict about another resource, with the object that shows it in its message.

    It points where it did, unless that was no place in a file.
    """
    message = verdict.message
    if seen_in is not None and message:
        name = seen_in.name if seen_in.namespace is None else f"{seen_in.namespace}/{seen_in.name}"
        message = f"{message} (seen in {seen_in.kind} {name})"
    place = verdict.place
    if place is None or (place.line, place.column) == (place.end_line, place.end_column):
        place = resource.place
    return Verdict(
        verdict.rule, resource, verdict.item, verdict.outcome, message, place, verdict.because, verdict.hidden
    )


class Merged:
    """The verdicts of one cluster. What an object shows counts for its owner, where the owner does not show it."""

    def __init__(self) -> None:
        self.counts: Counts = {}
        """How often each rule came to each outcome."""
        self.resources: list[Resource] = []
        """What was judged, without its content."""
        self._verdicts: list[Verdict] = []
        self._told: dict[tuple[str, str], dict[Key, Verdict]] = {}

    def verdicts(self) -> list[Verdict]:
        """Of the outcomes that were asked for."""
        return [*self._verdicts, *(verdict for told in self._told.values() for verdict in told.values())]

    def own(self, shown: Resource, said: Judgement) -> None:
        """What was said of an object for itself; before anything is told of those that it owns."""
        self.resources.append(shown)
        told = self._told[shown.origin.root, shown.address] = {}
        for verdict in said.verdicts:
            if verdict.outcome == "pass":
                self._verdicts.append(verdict)
            else:
                told[verdict.rule.id, verdict.item] = verdict
        self._count(said, 1)

    def add(self, resource: Resource, alike: Sequence[Resource], said: Judgement) -> None:
        """What was said of an object for itself, and is true of those alike."""
        self._verdicts += said.verdicts
        for other in alike:
            self._verdicts += [about(each, other) for each in said.verdicts]
        self.resources += (resource, *alike)
        self._count(said, 1 + len(alike))

    def tell(self, shown: Resource, seen_in: Resource, said: Judgement) -> None:
        """What was said of an object that `shown` owns."""
        told = self._told.get((shown.origin.root, shown.address))
        if told is None:  # the owner was not judged: the first that it owns speaks for it
            self.resources.append(shown)
            told = self._told[shown.origin.root, shown.address] = {}
            for (rule, outcome), number in said.counts.items():
                if outcome == "pass":
                    self._add(rule, outcome, number)
            self._verdicts += [about(each, shown) for each in said.verdicts if each.outcome == "pass"]
        for verdict in said.verdicts:
            if verdict.outcome == "pass":
                continue
            key = (verdict.rule.id, verdict.item)
            before = told.get(key)
            if before is None or (before.outcome, verdict.outcome) == ("unknown", "fail"):
                told[key] = about(verdict, shown, seen_in)
                self._add(verdict.rule.id, verdict.outcome, 1)
                if before is not None:
                    self._add(verdict.rule.id, before.outcome, -1)

    def _count(self, said: Judgement, times: int) -> None:
        for (rule, outcome), number in said.counts.items():
            self._add(rule, outcome, number * times)

    def _add(self, rule: str, outcome: Outcome, number: int) -> None:
        self.counts[rule, outcome] = self.counts.get((rule, outcome), 0) + number
