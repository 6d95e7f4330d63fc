"""One cluster being judged: first what stands, then its pods as they come, none of them kept for longer than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from scanner.audit.shown import slim
from scanner.inputs.cluster.adapt import Malformed, adapt, settle
from scanner.inputs.cluster.essence import likeness
from scanner.inputs.cluster.fold import DEPENDENTS, Folding
from scanner.inputs.cluster.inventory import Filters, Page
from scanner.inputs.kubernetes import KUBERNETES, Workloads, link_objects
from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.verdicts import Outcome
from scanner.policy.defaults import with_defaults
from scanner.policy.hearing import Judgement
from scanner.policy.judge import Court
from scanner.policy.owners import Merged, about
from scanner.policy.rulesets import RuleSet

MOST_PODS = 2_000
"""Pods that differ from each other and from their owners' templates, held at a time."""
_LET_GO = "pods are judged in parts, and not kept"
_INTERRUPTED = "judging was interrupted; not everything that was read was judged"


@dataclass(slots=True)
class _Case:
    """A pod, or another dependent, that is judged, and those that are like it."""

    resource: Resource
    """What is judged; without its content when it was."""
    owner: Resource | None
    """Whom its findings are told of; None for itself."""
    alike: list[Resource] = field(default_factory=list)
    """Others that the same is true of."""
    judgement: Judgement | None = None
    """What came of it."""


class World:
    """The objects of one cluster, and what the rules say of them."""

    def __init__(
        self,
        name: str,
        rules: RuleSet,
        filters: Filters,
        outcomes: frozenset[Outcome],
        workloads: Workloads = KUBERNETES,
        admission: Callable[[ResourceGraph], tuple[RuleSet, list[Problem]]] | None = None,
    ) -> None:
        """`admission` gives the rules with the cluster's own admission policies, and what is wrong with these."""
        self.problems: list[Problem] = []
        """What went wrong."""
        self.incomplete: dict[str, str] = {}
        """As in `ResourceGraph`."""
        self.read = 0
        """Objects that were read."""
        self.judged = 0
        """Objects that verdicts speak for: judged themselves, or folded into an owner that was."""
        self.interrupted = False
        """Whether a keyboard interrupt ended the judgement."""
        self.about: frozenset[str] = frozenset()
        """The kinds that admission policies are about: of these one object is judged though it is like its owner, for a
        policy about pods says nothing of a Deployment."""
        self._name = name
        self._rules = rules
        self._filters = filters
        self._outcomes = outcomes
        self._workloads = workloads
        self._admission = admission
        self._standing: list[Resource] = []
        self._folding: Folding | None = None
        self._asked: set[int] = set()
        self._cases: list[_Case] = []
        self._batch: list[_Case] = []
        self._alike: dict[bytes, _Case] = {}
        self._shares = rules.are_impersonal("v1/Pod")
        self._let_go = False

    @property
    def rules(self) -> RuleSet:
        """The rules that are asked; when everything was taken, with the admission policies of the cluster."""
        return self._rules

    @property
    def standing(self) -> Sequence[Resource]:
        """Everything taken so far, but for pods."""
        return self._standing

    def take(self, page: Page) -> None:
        """A page of anything but pods, which are left for `take_pods`."""
        if (page.kind.group, page.kind.kind) != ("", "Pod"):
            self._standing += self._objects(page)

    def take_pods(self, page: Page) -> None:
        """A page of pods, when all else is there."""
        folding = self._fold()
        for pod in self._objects(page):
            if self._is_asked_for(pod):
                self.judged += 1
                self._take_pod(pod, folding)
        if len(self._batch) >= MOST_PODS:
            self._judge_batch()

    def judge(self) -> Merged:
        """What the rules say of everything, when all of it was taken; of a part after a keyboard interrupt."""
        merged = Merged()
        shown: dict[str, Resource] = {}
        try:
            self._judge_standing(merged, shown)
        except KeyboardInterrupt:
            self.interrupted = True
            self.problems.append(Problem("error", "unreadable", f"{self._name}: {_INTERRUPTED}"))
            self.judged = len(shown) + sum(case.judgement is not None for case in self._cases)
        for case in self._cases:
            if case.judgement is None:
                continue
            if case.owner is None:
                merged.add(case.resource, case.alike, case.judgement)
            else:
                owner = shown.setdefault(case.owner.address, slim(case.owner))
                merged.tell(owner, case.resource, case.judgement)
        return merged

    def _judge_standing(self, merged: Merged, shown: dict[str, Resource]) -> None:
        """Judges the pods that are left, and then all that stands."""
        self._fold()
        if self._let_go:
            self.incomplete.setdefault("Pod", _LET_GO)
        cases = [case for case in self._batch if case.judgement is None]  # an interrupt may have left some judged
        court, resources = self._court(cases)
        self._hear(court, cases)
        for resource in resources:
            if id(resource) in self._asked:
                court.hear(resource)
                said = court.judgement()
                self.problems += said.problems
                owner = shown[resource.address] = slim(resource)
                said.verdicts = [about(each, owner) for each in said.verdicts]
                merged.own(owner, said)

    def _objects(self, page: Page) -> Iterable[Resource]:
        self.read += len(page.items)
        for item in page.items:
            try:
                yield adapt(item, page.kind, self._name)
            except Malformed as error:
                self.problems.append(error.problem)
                self.incomplete.setdefault(page.kind.leaves_open, error.problem.what)

    def _is_asked_for(self, resource: Resource) -> bool:
        return self._filters.judges(resource.kind, resource.namespace, resource.name, resource.labels)

    def _fold(self) -> Folding:
        """What stands is there: its dependents go to their owners, the rest is made ready."""
        if self._folding is not None:
            return self._folding
        folding = Folding(self._name, self._standing, self._is_asked_for, self._workloads, self.about)
        self._folding = folding
        standing: list[Resource] = []
        for resource in self._standing:
            asked = self._is_asked_for(resource)
            self.judged += asked
            place = folding.standing(resource) if asked and resource.kind in DEPENDENTS else None
            if place is None or place.role == "alone":
                standing.append(resource)
                if asked:
                    self._asked.add(id(resource))
            elif place.role == "shows":
                self._begin(_Case(resource, place.owner))
        for resource in standing:
            self.problems += settle(resource, self._workloads)
        graph = with_defaults(ResourceGraph(standing), self._rules.defaults_for)
        self._asked = {id(new) for old, new in zip(standing, graph.resources, strict=True) if id(old) in self._asked}
        self._standing = graph.resources
        if self._admission is not None:
            self._rules, problems = self._admission(ResourceGraph(self._standing, incomplete=self.incomplete))
            self.problems += problems
            self._shares = self._rules.are_impersonal("v1/Pod")
        return folding

    def _take_pod(self, pod: Resource, folding: Folding) -> None:
        place = folding.standing(pod)
        if place.role == "same":
            return
        if place.owner is not None or not self._shares:
            self._begin(_Case(pod, place.owner))
            return
        key = likeness(pod)
        case = self._alike.get(key) if key is not None else None
        if case is not None:
            case.alike.append(slim(pod))
            return
        case = _Case(pod, None)
        if key is not None:
            self._alike[key] = case
        self._begin(case)

    def _begin(self, case: _Case) -> None:
        self.problems += settle(case.resource, self._workloads)
        self._cases.append(case)
        self._batch.append(case)

    def _judge_batch(self) -> None:
        court, _ = self._court(self._batch)
        self._hear(court, self._batch)
        self._batch = []
        self._let_go = True

    def _court(self, cases: list[_Case]) -> tuple[Court, list[Resource]]:
        """A court over what stands and these cases, and what stands."""
        filled = with_defaults(ResourceGraph([case.resource for case in cases]), self._rules.defaults_for)
        for case, resource in zip(cases, filled.resources, strict=True):
            case.resource = resource
        graph = ResourceGraph([*self._standing, *filled.resources], incomplete=self.incomplete)
        link_objects(graph, self._workloads)
        self.problems += graph.problems
        return Court(graph, self._rules, self._workloads.view_of, self._outcomes), self._standing

    def _hear(self, court: Court, cases: list[_Case]) -> None:
        for case in cases:
            court.hear(case.resource)
            said = court.judgement()
            self.problems += said.problems
            shown = slim(case.resource)
            said.verdicts = [about(each, shown) for each in said.verdicts]
            case.resource, case.judgement = shown, said
