"""What the declared state of a cluster and its live state differ in: everything a report of drift needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from scanner.model.origins import Origin
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.report import ClusterIdentity
from scanner.model.rules import Rule
from scanner.model.values import Value
from scanner.model.verdicts import Outcome

DriftClass: TypeAlias = Literal["compliance", "live-only", "declared-only", "fields"]
"""Sorts of drift: an object that passes as it is declared and fails as it is live; one that is only in the cluster;
one that is only declared; a field that rules read and that differs."""

CLASSES: tuple[DriftClass, ...] = ("compliance", "live-only", "declared-only", "fields")
"""Every class, in the order of reports."""

Certainty: TypeAlias = Literal["certain", "unknown"]
"""`unknown`: it may be so, and what was read does not tell."""


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """One Kubernetes object, without its content."""

    address: str
    """`apps/v1/Deployment/shop/web`, or Terraform's address."""
    kind: str
    """Its kind."""
    namespace: str | None
    """Its namespace, if it has one."""
    name: str
    """Its name."""
    place: Place
    """Where it is declared; for a live one its place in the cluster."""
    origin: Origin
    """Where it was read from."""


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One value on both sides."""

    path: str
    """Where it lies in the object; items with a name as `containers[web]`."""
    declared: Value
    """As declared; None where it is not set, an Unknown where nobody can know."""
    declared_at: Place | None
    """Where it is declared, or what is around it where it is not."""
    live: Value
    """As it is live; None where it is not set."""


@dataclass(frozen=True, slots=True)
class RuleDrift:
    """One rule that says different things of an object as it is declared and as it is live."""

    rule: Rule
    """The rule."""
    declared: ObjectRef
    """The object as declared."""
    live: ObjectRef
    """The object in the cluster."""
    item: str | None
    """The item of the object, for rules with items."""
    declared_outcome: Outcome | None
    """What it says of the declared object; None where it has nothing to judge there."""
    live_outcome: Outcome | None
    """What it says of the live one; None where it has nothing to judge there."""
    message: str
    """The rule's sentence, of the side that fails or cannot be decided."""
    values: tuple[ComparedValue, ...] = ()
    """The values that decided it."""


@dataclass(frozen=True, slots=True)
class FieldDrift:
    """One field that rules read and that differs."""

    declared: ObjectRef
    """The object as declared."""
    live: ObjectRef
    """The object in the cluster."""
    value: ComparedValue
    """What differs."""
    rules: tuple[str, ...]
    """Ids of the rules that read it."""
    certainty: Certainty = "certain"
    """`unknown` where one of the values is not known."""


@dataclass(frozen=True, slots=True)
class LiveOnly:
    """An object of the cluster that nothing declares."""

    live: ObjectRef
    """The object."""
    failed: tuple[str, ...] = ()
    """Ids of the rules that it fails."""
    certainty: Certainty = "certain"
    """`unknown` where something that is declared may be this object."""
    why: str = ""
    """Why it is not certain."""


@dataclass(frozen=True, slots=True)
class DeclaredOnly:
    """A declared object that the cluster does not have."""

    declared: ObjectRef
    """The object."""
    certainty: Certainty = "certain"
    """`unknown` where it may be there all the same."""
    why: str = ""
    """Why it is not certain."""


@dataclass(frozen=True, slots=True)
class DriftResult:
    """Everything that a report of drift may tell, each list in its order."""

    version: str
    """Version of the tool."""
    paths: tuple[str, ...]
    """The paths that were asked for."""
    cluster: ClusterIdentity
    """The cluster that was read."""
    namespaces: tuple[str, ...]
    """The namespaces that were compared: names, or the patterns that were asked for."""
    declared: int = 0
    """Declared objects that were compared."""
    matched: int = 0
    """Those of them that the cluster has."""
    worse: tuple[RuleDrift, ...] = ()
    """Class `compliance`: fails live, and not as it is declared."""
    better: tuple[RuleDrift, ...] = ()
    """For information: fails as it is declared, and passes live."""
    undecided: tuple[RuleDrift, ...] = ()
    """For information: decided on one side only."""
    fields: tuple[FieldDrift, ...] = ()
    """Class `fields`; those that are not certain for information."""
    live_only: tuple[LiveOnly, ...] = ()
    """Class `live-only`; those that are not certain for information."""
    declared_only: tuple[DeclaredOnly, ...] = ()
    """Class `declared-only`; those that are not certain for information."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, understood or judged."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Files that were read, by path."""
    fail_on: tuple[DriftClass, ...] = ()
    """Classes that make the exit code 1."""
    exit_code: int = 0
    """What the run is about to exit with."""

    @property
    def incomplete(self) -> bool:
        """True when something that was asked for could not be read or judged."""
        return any(problem.severity == "error" for problem in self.problems)

    def count(self, which: DriftClass) -> int:
        """How much drift of a class there is for certain."""
        if which == "compliance":
            return len(self.worse)
        if which == "fields":
            return sum(each.certainty == "certain" for each in self.fields)
        if which == "live-only":
            return sum(each.certainty == "certain" for each in self.live_only)
        return sum(each.certainty == "certain" for each in self.declared_only)
