"""The rules of a run with the admission policies among what was read: each policy is a rule like any other.

The severity of a policy is what its bindings do with a violation: `Deny` is high, `Warn` medium, `Audit` low. It bears
on no theme and so on no control.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.rules import Rule, RuleSeverity
from scanner.policy.admission.definitions import (
    BINDING,
    GROUP,
    MUTATING,
    POLICY,
    Binding,
    Policy,
    is_admission,
    read_bindings,
    read_policy,
)
from scanner.policy.admission.judging import PolicyJudge
from scanner.policy.admission.validity import ACTIONS
from scanner.policy.admission.world import World, world_of
from scanner.policy.compiled import CompiledRule, Read
from scanner.policy.rulesets import RuleSet, Selection

PREFIX = "vap-"
"""What the id of a policy's rule begins with; the policy's name follows."""
THEME = "admission-policy"
"""Stands for a theme in reports; no control asks for it."""
REFERENCE = "https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/"
ADMISSION_KINDS = (f"{GROUP}/{POLICY}", f"{GROUP}/{BINDING}", f"{GROUP}/{MUTATING}")
"""The kinds that policies are written in."""
_SEVERITIES: dict[str, RuleSeverity] = {"Deny": "high", "Warn": "medium", "Audit": "low"}


class AdmissionRules(RuleSet):
    """The rules of packs, and those that policies are."""

    def __init__(
        self, base: RuleSet, selection: Selection, policies: Sequence[tuple[CompiledRule, PolicyJudge]]
    ) -> None:
        super().__init__(base._index, selection, base._rebuild)
        self._policies = tuple(policies)
        self._admitted = [each for each in policies if selection.admits(each[0].rule.id, each[0].rule.severity)]

    @property
    def ids(self) -> frozenset[str]:
        """See `RuleSet`."""
        return super().ids | {rule.rule.id for rule, _ in self._admitted}

    @property
    def known_ids(self) -> frozenset[str]:
        """See `RuleSet`."""
        return super().known_ids | {rule.rule.id for rule, _ in self._policies}

    def select(self, selection: Selection) -> RuleSet:
        """See `RuleSet`."""
        return AdmissionRules(self, selection, self._policies)

    def carrying(self, kinds: Iterable[str]) -> RuleSet:
        """See `RuleSet`."""
        return self._beside(super().carrying(kinds))

    def _beside(self, base: RuleSet) -> RuleSet:
        """The same policies beside the rules that were chosen already."""
        self._index, self._rebuild, self._chosen = base._index, base._rebuild, base._chosen
        return self

    def all(self) -> tuple[Rule, ...]:
        """See `RuleSet`."""
        return (*super().all(), *(rule.rule for rule, _ in self._admitted))

    def for_type(self, type: str) -> tuple[CompiledRule, ...]:
        """See `RuleSet`."""
        found = super().for_type(type)
        if "/" not in type:
            return found
        return (*found, *(rule for rule, judge in self._admitted if judge.concerns(type)))

    def are_impersonal(self, type: str) -> bool:
        """See `RuleSet`: a policy may ask for names."""
        return super().are_impersonal(type) and not any(judge.concerns(type) for _, judge in self._admitted)


def with_policies(
    rules: RuleSet, selection: Selection, graph: ResourceGraph, further: Iterable[Resource] = ()
) -> tuple[RuleSet, list[Problem]]:
    """The rules with the policies among the objects of a graph, and what is wrong with these.

    A policy in code is asked about what is declared as code, one in a cluster about that cluster, and those of
    `further` about everything. `selection` is the one that `rules` were chosen by.
    """
    further = list(further)
    if not further and not any(map(is_admission, graph.resources)):
        return rules, []
    problems: list[Problem] = []
    found: list[tuple[CompiledRule, PolicyJudge]] = []
    for name, objects in _worlds(graph, further).items():
        found += _policies(World(graph, objects, name, given=further), problems)
    return AdmissionRules(rules, selection, found)._beside(rules), problems


def parameter_kinds(resources: Iterable[Resource]) -> frozenset[str]:
    """The kinds, some as `group/kind`, of the parameters of the policies among objects: an audit has to list them."""
    found: set[str] = set()
    for resource in resources:
        spec = resource.attributes.get("spec")
        kind = spec.get("paramKind") if resource.kind == POLICY and isinstance(spec, dict) else None
        named = (kind.get("apiVersion"), kind.get("kind")) if isinstance(kind, dict) else ()
        if named and all(isinstance(each, str) for each in named):
            group = str(named[0]).rpartition("/")[0]
            found.add(f"{group}/{named[1]}" if group else str(named[1]))
    return frozenset(found)


def _worlds(graph: ResourceGraph, further: Sequence[Resource]) -> dict[str, list[Resource]]:
    """The objects of each cluster by its name, and under the empty name those that are declared as code."""
    worlds: dict[str, list[Resource]] = {}
    for resource in graph.resources:
        if resource.is_object:
            worlds.setdefault(world_of(resource), []).append(resource)
    for objects in (worlds or {"": []}).values():
        objects += further
    return worlds or {"": list(further)}


def _policies(world: World, problems: list[Problem]) -> list[tuple[CompiledRule, PolicyJudge]]:
    objects = _distinct(each for each in world.admission if is_admission(each))
    bindings: dict[str, list[Binding]] = {}
    for binding in read_bindings(objects, problems):
        bindings.setdefault(binding.policy, []).append(binding)
    found: list[tuple[CompiledRule, PolicyJudge]] = []
    for resource in objects:
        if resource.kind == MUTATING:
            problems.append(_note(resource, "changes objects and refuses none, so nothing is judged by it"))
        elif resource.kind == POLICY and resource.name not in bindings:
            problems.append(_note(resource, "has no binding, so it is not enforced and nothing is judged by it"))
        elif resource.kind == POLICY:
            policy = read_policy(resource, problems)
            if policy is not None:
                found.append(_rule(policy, bindings[policy.name], world))
    return found


def _distinct(objects: Iterable[Resource]) -> list[Resource]:
    """Objects without those that say once more what one of the same name says."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for each in objects:
        same = found.setdefault((each.type, each.name), [])
        if not any(each.attributes == other.attributes for other in same):
            same.append(each)
    return [each for same in found.values() for each in same]


def _note(resource: Resource, what: str) -> Problem:
    place = resource.place
    return Problem("note", "invalid", f"{resource.kind} {resource.name} {what}", place.file, place)


def _rule(policy: Policy, bindings: Sequence[Binding], world: World) -> tuple[CompiledRule, PolicyJudge]:
    actions = {action for binding in bindings for action in binding.actions}
    severity = next(_SEVERITIES[action] for action in ACTIONS if action in actions)
    said = policy.validations[0].message if len(policy.validations) == 1 else ""
    rule = Rule(
        id=f"{PREFIX}{policy.name}",
        title=said.strip() or f"Refused by admission policy {policy.name}",
        severity=severity,
        theme=THEME,
        also=(),
        terraform=(),
        kubernetes=(),
        why=f"The admission policy {policy.name} is bound with {' and '.join(sorted(actions))}: the cluster does so.",
        fix="Change the object so that what the policy demands holds: "
        + "; ".join(" ".join(each.expression.split()) for each in policy.validations),
        references=(REFERENCE,),
        file=policy.resource.place.file,
    )
    judge = PolicyJudge(policy, bindings, world)
    compiled = CompiledRule(
        rule,
        pods=False,
        when=judge.applies,
        when_per_item=False,
        check=judge.holds,
        each=(),
        message=(judge.message,),
        focus=(),
        reads=_reads(policy),
    )
    return compiled, judge


def _reads(policy: Policy) -> tuple[Read, ...]:
    programs = [*(each.program for each in policy.validations), *policy.annotations, *policy.conditions]
    reads = [read for program in programs for read in program.reads if read.variable == "object" and read.path]
    return tuple(dict.fromkeys(("resource", read.path) for read in reads))
