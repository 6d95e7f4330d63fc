"""The pipeline for live clusters: contexts in, a `ScanResult` out."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from scanner.audit.policies import Policies
from scanner.audit.world import World
from scanner.inputs.cluster.connect import Target, find_targets
from scanner.inputs.cluster.connection import Connection
from scanner.inputs.cluster.errors import ClusterError
from scanner.inputs.cluster.filters import Filters
from scanner.inputs.cluster.inventory import Page, read
from scanner.inputs.cluster.known import BUILT_IN
from scanner.inputs.cluster.limits import Limits
from scanner.inputs.cluster.needs import needed_kinds
from scanner.inputs.cluster.visit import now, visit
from scanner.model.problems import Problem
from scanner.model.report import ClusterIdentity, ScanResult, Scope
from scanner.model.resources import EVERY_KIND, Resource, ResourceGraph
from scanner.model.verdicts import Outcome, Verdict
from scanner.pipeline import (
    Advance,
    cluster_filters,
    conclude,
    given_policies,
    select_rules,
    with_admission,
    workloads_of,
)
from scanner.policy.admission.definitions import BINDING, POLICY
from scanner.policy.admission.rulesets import ADMISSION_KINDS, PREFIX
from scanner.policy.owners import Counts
from scanner.policy.rulesets import Selection
from scanner.settings import Settings, SettingsError
from scanner.triage.rule_names import names_of
from scanner.triage.triage import triage

_PODS = "Pod"


def audit(settings: Settings, advance: Advance = lambda what: None) -> ScanResult:
    """Reads and judges the clusters that the settings name, each as a world of its own.

    What cannot be read is a problem of the result. A keyboard interrupt ends the reading; what was read is judged.

    Raises:
        PackError, ComplianceError, SettingsError: rules, catalogues or settings are in error; nothing was asked.
        NoConnection: there is no such context, or no configuration at all.
    """
    rules, controls = select_rules(settings)
    filters = cluster_filters(settings)
    targets = find_targets(settings.kubeconfig, settings.contexts, every=settings.all_contexts)
    outcomes: frozenset[Outcome] = frozenset({"fail", "unknown", *settings.outcomes})  # type: ignore[arg-type]
    stop = threading.Event()
    limits = Limits(rate=settings.qps, silence_seconds=settings.request_timeout)
    found = _Found()
    given = given_policies(settings) if _asks_policies(settings) else None
    admission = partial(with_admission, rules, settings=settings, given=given) if given is not None else None
    kinds = {*rules.kubernetes_kinds(), *(ADMISSION_KINDS if given is not None else ())}
    policies = Policies(given.resources, settings, filters) if given is not None else None
    _check_kinds(settings, kinds, may_be_more=policies is not None)
    for target in targets:
        world = World(target.name, rules, filters, outcomes, workloads_of(settings), admission)
        found.clusters.append(_Reading(target, world, kinds, policies, filters, limits, stop, advance).run())
        found.about |= world.about
        found.unread |= not {EVERY_KIND, POLICY, BINDING}.isdisjoint(world.incomplete)
        advance(f"{target.name}: judging {world.judged:,} objects")
        found.take(world)
        if world.interrupted:
            stop.set()
    if not found.unread:
        _check_kinds(settings, kinds | found.about)
    found.problems += _same_clusters(found.clusters)
    findings, ignores = triage(
        found.verdicts,
        ResourceGraph(found.resources),
        lambda: names_of(rules.select(Selection()).all()),
        inline_ignores=settings.inline_ignores,
        judged=rules.ids,
    )
    scope = Scope((), tuple(target.name for target in targets), 0, found.judged, clusters=tuple(found.clusters))
    result = conclude(findings, found.counts, [*found.problems, *ignores], scope, controls, settings, {})
    started = min((each.started for each in found.clusters if each.started), default=None)
    return replace(result, started=started, ended=now())


@dataclass(slots=True)
class _Found:
    """What all clusters gave so far."""

    verdicts: list[Verdict] = field(default_factory=list)
    counts: Counts = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    clusters: list[ClusterIdentity] = field(default_factory=list)
    judged: int = 0
    about: set[str] = field(default_factory=set)
    """Kinds that their admission policies are about."""
    unread: bool = False
    """Whether it is not known of one of them which kinds these are."""

    def take(self, world: World) -> None:
        """Judges what was read of a cluster."""
        merged = world.judge()
        self.verdicts += merged.verdicts()
        for key, number in merged.counts.items():
            self.counts[key] = self.counts.get(key, 0) + number
        self.resources += merged.resources
        self.problems += world.problems
        self.judged += world.judged


class _Reading:
    """One cluster being read into its world."""

    def __init__(
        self,
        target: Target,
        world: World,
        kinds: Iterable[str],
        policies: Policies | None,
        filters: Filters,
        limits: Limits,
        stop: threading.Event,
        advance: Advance,
    ) -> None:
        """`policies` says what the cluster's admission policies ask for; None where these are not asked."""
        self._target = target
        self._world = world
        self._kinds = needed_kinds(kinds)
        self._policies = policies
        self._filters = filters
        self._limits = limits
        self._stop = stop
        self._tell = advance

    def run(self) -> ClusterIdentity:
        """Reads it, and tells which cluster it is."""
        self._advance("connecting")
        world = self._world
        return visit(self._target, self._limits, self._stop, self._read, world.problems, world.incomplete)

    def _read(self, connection: Connection) -> int:
        for page in self._pages(connection, [kind for kind in self._kinds if kind != _PODS]):
            self._world.take(page)
        further = self._of_policies(connection)
        for page in self._pages(connection, [kind for kind in further if kind != _PODS]):
            self._world.take(page)
        if not {_PODS, EVERY_KIND}.isdisjoint((*self._kinds, *further)):
            for page in self._pages(connection, [_PODS]):
                self._world.take_pods(page)
        return self._world.read

    def _of_policies(self, connection: Connection) -> tuple[str, ...]:
        """The kinds that the admission policies among what was read ask for, and that were not listed yet."""
        if self._policies is None:
            return ()
        try:
            served = connection.served()
        except ClusterError:  # told already: nothing could be listed
            return ()
        asked = self._policies.asked(self._world.standing, served, self._kinds)
        self._world.about = asked.about
        self._world.problems += asked.problems
        return asked.kinds

    def _pages(self, connection: Connection, kinds: Sequence[str]) -> Iterator[Page]:
        world = self._world
        return read(connection, kinds, self._filters, world.problems.append, world.incomplete, self._advance)

    def _advance(self, what: str) -> None:
        self._tell(f"{self._target.name}: {what}")


def _check_kinds(settings: Settings, kinds: Iterable[str], *, may_be_more: bool = False) -> None:
    """A kind that no rule judges or asks for would judge nothing, and look like a cluster without faults.

    With `may_be_more` only what is certainly misspelt is refused: a cluster's policies may be about any kind.
    """
    known = {each.rpartition("/")[2] for each in needed_kinds(kinds)}
    if EVERY_KIND in known:
        return
    for option, given in (("kind", settings.kinds), ("exclude-kind", settings.exclude_kinds)):
        for name in given:
            if name in known or (name in BUILT_IN and (may_be_more or option == "exclude-kind")):
                continue
            meant = [
                each
                for each in sorted({*known, *BUILT_IN} - {name})
                if name.lower().rstrip("s") == each.lower().rstrip("s")
            ]
            if may_be_more and not meant:
                continue
            help = f"; write {meant[0]}" if meant else "; kinds are written as in manifests: NetworkPolicy"
            raise SettingsError(f"{option}: the chosen rules read no kind {name!r}{help}")


def _same_clusters(clusters: Iterable[ClusterIdentity]) -> list[Problem]:
    """Clusters that several contexts reach: what they hold is in the report once for each."""
    names: dict[str, list[str]] = {}
    for each in clusters:
        if each.uid is not None:
            names.setdefault(each.uid, []).append(each.name)
    return [
        Problem("note", "invalid", f"the contexts {', '.join(same)} are one cluster, counted {len(same)} times")
        for same in names.values()
        if len(same) > 1
    ]


def _asks_policies(settings: Settings) -> bool:
    """Whether the cluster's own admission policies are asked as well: they bear on no framework."""
    named = not settings.only or any(each.startswith(PREFIX) for each in settings.only)
    return named and not settings.frameworks
