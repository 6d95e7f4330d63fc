"""What an audit lists for the admission policies of a cluster: the kinds that they are about, and their parameters.

No rule need read these kinds, so they are known only when the policies were read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.kinds import Kind, Served
from scanner.inputs.cluster.needs import needed_kinds
from scanner.model.problems import Problem, Severity
from scanner.model.resources import EVERY_KIND, Resource
from scanner.model.values import Value
from scanner.policy.admission.constraints import concerns
from scanner.policy.admission.definitions import POLICY, is_admission, read_bindings
from scanner.policy.admission.kinds import Kinds, guessed_plural, is_untouched
from scanner.policy.admission.rulesets import PREFIX, parameter_kinds
from scanner.settings import Settings

_DEFINITIONS = "apiextensions.k8s.io/CustomResourceDefinition"
_PODS = ("", "Pod")
_OWNED = frozenset({_PODS, ("apps", "ReplicaSet"), ("batch", "Job")})
"""Kinds that controllers make from templates: their objects are judged through their owners, which are listed too."""
_STALE = "see `kubectl get apiservices`"
_SECRETS = "ask for them with --secrets"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the policies of one cluster ask for."""

    about: frozenset[str]
    """Kinds that they judge, by name."""
    kinds: tuple[str, ...]
    """Kinds to list that were not listed yet, as `group/Kind`; pods and whatever owns them by name alone."""
    problems: tuple[Problem, ...]
    """What they judge and nobody can list."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """A policy that is enforced somewhere."""

    name: str
    """Its name."""
    constraints: Value
    """`matchConstraints`."""
    narrower: tuple[Value, ...]
    """`matchResources` of its bindings."""

    def concerns(self, type: str, plurals: Kinds) -> bool:
        """Whether it may judge objects of a type."""
        bound = any(concerns(each, type, plurals) for each in self.narrower)
        return bound and concerns(self.constraints, type, plurals)

    def groups(self) -> frozenset[str]:
        """The API groups that it names; a star for all."""
        rules = self.constraints.get("resourceRules") if isinstance(self.constraints, dict) else None
        listed = [each.get("apiGroups") for each in rules or () if isinstance(each, dict)]
        every = [group for groups in listed if isinstance(groups, list) for group in groups]
        return frozenset(group for group in every if isinstance(group, str))


class _Plurals(Kinds):
    """The names of resources as the cluster itself gives them."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        super().__init__()
        self._declared = {(each.group, each.kind): (each.plural, each.namespaced) for each in kinds}


class Policies:
    """The admission policies of a run: those in `--rules`, and in each cluster its own."""

    def __init__(self, given: Iterable[Resource], settings: Settings, filters: Filters) -> None:
        """`given` are the objects in `--rules`."""
        self._given = tuple(given)
        self._only = frozenset(settings.only)
        self._skip = frozenset(settings.skip)
        self._filters = filters

    def asked(self, objects: Iterable[Resource], served: Served, listed: Iterable[str]) -> Asked:
        """What the policies among the objects of a cluster ask for, besides what is `listed` already."""
        every = [each for each in (*self._given, *objects) if is_admission(each)]
        listed = list(listed)
        done = {kind for name in (served.kinds if EVERY_KIND in listed else listed) for kind in served.find(name)}
        kinds = [kind for named in served.kinds.values() for kind in named if _is_admitted(kind, served)]
        plurals = _Plurals(kinds)
        bound = self._bound(every)
        about = [k for k in kinds if any(each.concerns(f"{k.api_version}/{k.kind}", plurals) for each in bound)]
        wanted = [kind for kind in about if self._takes(kind) and kind not in done]
        names = {f"{kind.group}/{kind.kind}" for kind in wanted if (kind.group, kind.kind) != _PODS}
        if any((kind.group, kind.kind) in _OWNED for kind in wanted):
            pods = any((kind.group, kind.kind) == _PODS for kind in wanted)
            names |= {each for each in needed_kinds(["Pod"]) if each != "Pod" or pods}
        if any(guessed_plural(kind.kind) != kind.plural for kind in wanted):
            names.add(_DEFINITIONS)
        names |= parameter_kinds(every)
        further = [each for each in sorted(names) if not (found := served.find(each)) or not done.issuperset(found)]
        problems = [*_unserved(bound, served), *self._secrets(bound, about, plurals)]
        return Asked(frozenset(each.kind for each in about), tuple(further), tuple(problems))

    def _bound(self, objects: Iterable[Resource]) -> list[_Bound]:
        """The policies that are bound and chosen. What is wrong with others is told when they are judged."""
        objects = list(objects)
        narrower: dict[str, list[Value]] = {}
        for binding in read_bindings(objects, []):
            narrower.setdefault(binding.policy, []).append(binding.constraints)
        found = []
        for each in objects:
            spec = each.attributes.get("spec")
            if each.kind == POLICY and each.name in narrower and isinstance(spec, dict) and self._chooses(each.name):
                found.append(_Bound(each.name, spec.get("matchConstraints"), tuple(narrower[each.name])))
        return found

    def _chooses(self, name: str) -> bool:
        id = f"{PREFIX}{name}"
        return (not self._only or id in self._only) and id not in self._skip

    def _takes(self, kind: Kind) -> bool:
        """Whether objects of a kind may be judged."""
        filters = self._filters
        return filters.takes_kind(kind.kind) and (kind.namespaced or kind.kind == "Namespace" or not filters.namespaces)

    def _secrets(self, bound: Iterable[_Bound], about: Iterable[Kind], plurals: Kinds) -> Iterable[Problem]:
        """Policies that would judge Secrets, which are listed only where that is asked for."""
        if self._filters.secrets or not self._filters.takes_kind("Secret"):
            return
        if any((each.group, each.kind) == ("", "Secret") for each in about):
            names = ", ".join(sorted({each.name for each in bound if each.concerns("v1/Secret", plurals)}))
            what = f"Secrets were not listed, and so not judged by the admission policies about them: {names}"
            yield Problem("note", "forbidden", what, help=_SECRETS)


def _is_admitted(kind: Kind, served: Served) -> bool:
    """Whether policies are asked about a kind, and it is not another one once more."""
    asked = kind.created and not is_untouched(kind.group, kind.kind)
    return asked and kind in served.find(f"{kind.group}/{kind.kind}")


def _unserved(bound: Iterable[_Bound], served: Served) -> Iterable[Problem]:
    """Groups that policies are about and that do not say what they serve."""
    for each in bound:
        groups = each.groups()
        for group, why in sorted(served.failed.items()):
            if group in groups or "*" in groups:
                what = f"what the admission policy {each.name} is about could not be read: the API group {group} does"
                severity: Severity = "error" if group in groups else "warning"
                yield Problem(severity, "forbidden", f"{what} not say what it serves: {why}", help=_STALE)
