"""Declared objects beside live ones."""

from __future__ import annotations

from collections.abc import Collection

from scanner.drift.declared import Declared, passing
from scanner.drift.differences import Difference, differences
from scanner.drift.identity import Key, key_of, reference_to
from scanner.drift.left_out import claims_of_sets, is_claim_of, left_behind
from scanner.drift.live import Live
from scanner.drift.reads import Readers, readers_of
from scanner.drift.scope import Scope
from scanner.drift.values import compared
from scanner.drift.verdicts import Sort, rule_drift
from scanner.inputs.kubernetes import Workloads
from scanner.inputs.kubernetes.kinds import is_cluster_scoped, is_namespaced
from scanner.model.drift import ComparedValue, DeclaredOnly, DriftResult, FieldDrift, LiveOnly, RuleDrift
from scanner.model.problems import Problem
from scanner.model.report import ClusterIdentity
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.verdicts import Outcome, Verdict
from scanner.policy.judge import Court
from scanner.policy.rulesets import RuleSet

_ALL: frozenset[Outcome] = frozenset({"pass", "fail", "unknown"})
_NO_CLUSTER = ClusterIdentity("")


class Comparison:
    """The comparison of what is declared with a cluster."""

    def __init__(
        self,
        graph: ResourceGraph,
        declared: Declared,
        live: Live,
        scope: Scope,
        rules: RuleSet,
        workloads: Workloads,
    ) -> None:
        self.problems: list[Problem] = []
        """What went wrong while judging."""
        self._declared = declared
        self._live = live
        self._scope = scope
        self._readers = Readers(rules, workloads)
        self._court = Court(graph, rules, workloads.view_of, _ALL)
        self._live_court = Court(live.graph, rules, workloads.view_of, _ALL)
        self._scaled = frozenset(_scaled_by(live.graph))
        self._fields: list[FieldDrift] = []
        self._unread: dict[str, str] = {}
        self._verdicts: dict[Sort, list[RuleDrift]] = {"worse": [], "better": [], "undecided": []}

    def result(self) -> DriftResult:
        """Everything that differs, in the order of kinds, namespaces and names."""
        here = {key: each for key, each in self._declared.by_key.items() if self._scope.compares(key, each)}
        there = {key_of(each): each for each in self._live.graph.resources}
        found = _Found(there)
        matched = [(key, found.of(key)) for key in sorted(here)]
        for key, other in matched:
            if other is not None:
                self._compare(here[key], there[other])
        every = self._declared
        taken = {found.of(key) for key in (*every.by_key, *every.ambiguous, *every.elsewhere)}
        live_only = [each for key, each in sorted(there.items()) if key not in taken and self._scope.tells(each)]
        missing = [(key, here[key]) for key, other in matched if other is None]
        return DriftResult(
            version="",
            paths=(),
            cluster=_NO_CLUSTER,
            namespaces=(),
            declared=len(here),
            matched=len(here) - len(missing),
            worse=tuple(self._verdicts["worse"]),
            better=tuple(self._verdicts["better"]),
            undecided=tuple(self._verdicts["undecided"]),
            fields=tuple(self._fields),
            live_only=tuple(self._told(live_only)),
            declared_only=tuple(self._missing(missing)),
        )

    def unread(self) -> list[Problem]:
        """Declared kinds of which it is not known what the cluster has, as far as no error says so yet."""
        said = [each.what for each in self._live.graph.problems if each.severity == "error"]
        return [
            Problem("error", "forbidden", f"{kind} is declared, and could not be looked for: {why}")
            for kind, why in sorted(self._unread.items())
            if kind != "Secret" and not any(why in what for what in said)
        ]

    def _compare(self, declared: Resource, live: Resource) -> None:
        fields = self._differing(declared, live)
        self._fields += fields
        said, said_live = self._hear(self._court, declared), self._hear(self._live_court, live)
        for sort, each in rule_drift(declared, live, said, said_live, fields):
            self._verdicts[sort].append(each)

    def _hear(self, court: Court, resource: Resource) -> list[Verdict]:
        court.hear(resource)
        judgement = court.judgement()
        self.problems += judgement.problems
        return judgement.verdicts

    def _differing(self, declared: Resource, live: Resource) -> list[FieldDrift]:
        """The fields that rules read and that differ."""
        if _version(declared) != _version(live):
            what = f"{declared.address} is declared as {_version(declared)} and read as {_version(live)}"
            problem = Problem("note", "unresolved", f"{what}: its fields were not compared", place=declared.place)
            self.problems.append(problem)
            return []
        interests = self._readers.of(live)
        if not interests:
            return []
        found: dict[str, tuple[ComparedValue, set[str], Difference]] = {}
        for each in differences(declared.kind, declared.attributes, live.attributes):
            if each.pattern == ("spec", "replicas") and key_of(live) in self._scaled:
                continue
            length, rules = readers_of(each.pattern, each.halfway, interests)
            if not rules:
                continue
            text, way, live_way = each.at(length)
            if text not in found:
                secret = self._readers.hides(live, each.pattern[:length])
                found[text] = (compared(declared, live, text, way, live_way, secret), set(), each)
            found[text][1].update(rules)
        here, there = reference_to(declared), reference_to(live)
        return [
            FieldDrift(here, there, value, tuple(sorted(ids)), "certain" if each.unknown is None else "unknown")
            for _, (value, ids, each) in sorted(found.items())
        ]

    def _told(self, resources: list[Resource]) -> list[LiveOnly]:
        claims = claims_of_sets(self._live.graph.resources)
        found = []
        for each in resources:
            if is_claim_of(each, claims):
                continue
            why = self._declared.doubt(key_of(each)) or left_behind(each)
            verdicts = self._hear(self._live_court, each)
            failed = tuple(sorted({verdict.rule.id for verdict in verdicts if verdict.outcome == "fail"}))
            found.append(LiveOnly(reference_to(each), failed, "unknown" if why else "certain", why or ""))
        return found

    def _missing(self, declared: list[tuple[Key, Resource]]) -> list[DeclaredOnly]:
        found = []
        for key, each in declared:
            unread = self._live.doubt(key)
            if unread is not None:
                self._unread.setdefault(key.kind, unread)
            why = unread or passing(each)
            found.append(DeclaredOnly(reference_to(each), "unknown" if why else "certain", why or ""))
        for key, each in self._declared.vague:
            if self._scope.compares(key, each):
                found.append(DeclaredOnly(reference_to(each), "unknown", "its name or namespace is not known"))
        return found


class _Found:
    """Live objects found by the keys of declared ones."""

    def __init__(self, there: Collection[Key]) -> None:
        self._there = there
        self._bare: dict[tuple[str, str, str], list[Key]] = {}
        for key in there:
            api_version = f"{key.group}/v1"
            if not (is_namespaced(api_version, key.kind) or is_cluster_scoped(api_version, key.kind)):
                self._bare.setdefault((key.group, key.kind, key.name), []).append(key)

    def of(self, key: Key) -> Key | None:
        """The key of the live object. Of custom kinds the code may not say in which namespace an object goes."""
        if key in self._there:
            return key
        found = [] if key.namespace else self._bare.get((key.group, key.kind, key.name), [])
        return found[0] if len(found) == 1 else None


def _version(resource: Resource) -> str:
    return resource.type.rpartition("/")[0]


def _scaled_by(graph: ResourceGraph) -> list[Key]:
    """What autoscalers scale: how many replicas there are is theirs to say."""
    found = []
    for each in graph.resources:
        if each.kind != "HorizontalPodAutoscaler":
            continue
        spec = each.attributes.get("spec")
        target = spec.get("scaleTargetRef") if isinstance(spec, dict) else None
        if isinstance(target, dict):
            api_version = str(target.get("apiVersion", ""))
            found.append(Key(api_version.rpartition("/")[0], str(target.get("kind")), each.namespace or "",
                             str(target.get("name"))))  # fmt: skip
    return found
