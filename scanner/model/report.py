"""What one run found and looked at: everything a report needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from scanner.model.frameworks import Framework
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.rules import Rule, RuleSeverity
from scanner.model.verdicts import Finding, Outcome

ControlState: TypeAlias = Literal[
    "fail",
    "unknown",
    "pass-with-waivers",
    "pass",
    "partial",
    "no-evidence",
    "manual",
    "inherited",
    "not-applicable",
]
"""What the evidence says of a control, worst first."""

LineHash: TypeAlias = Callable[[int], str]
"""Line number (from 1) to a hash of the text from that line on, which survives moving the lines."""


@dataclass(frozen=True, slots=True)
class ClusterIdentity:
    """Which live cluster was read, by whom and when: the identity of the evidence."""

    name: str
    """Name of the context, or `in-cluster`."""
    server: str = ""
    """Address of the API server."""
    uid: str | None = None
    """Uid of the namespace `kube-system`, which stands for the cluster; None when it could not be read."""
    version: str = ""
    """Version of the API server: `v1.36.3`; empty when it could not be read."""
    user: str = ""
    """Who the API server says has asked; empty when it does not say."""
    groups: tuple[str, ...] = ()
    """The groups of this user."""
    rights: tuple[str, ...] = ()
    """What the user may do, one right a line: `list pods`, `get,list deployments.apps`."""
    started: str | None = None
    """When reading it began, RFC 3339 in UTC."""
    ended: str | None = None
    """When reading it ended."""
    objects: int = 0
    """How many objects it gave."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was looked at."""

    paths: tuple[str, ...] = ()
    """The paths that were asked for, as they were given."""
    roots: tuple[str, ...] = ()
    """Directories of the root modules and manifests that were found there."""
    files: int = 0
    """How many files were read."""
    resources: int = 0
    """How many resources they declare."""
    rules: int = 0
    """How many rules judged at least one of them."""
    frameworks: tuple[str, ...] = ()
    """Ids of the frameworks that were selected; empty for all."""
    clusters: tuple[ClusterIdentity, ...] = ()
    """The live clusters that were read."""


@dataclass(frozen=True, slots=True)
class ControlStatus:
    """What the evidence says of one control, and how much evidence there is. Counts are of verdicts."""

    control: str
    """The control's id in its framework."""
    status: ControlState
    """The summary of the counts."""
    in_scope: int = 0
    """Verdicts of rules that bear on it, of every outcome."""
    evaluated: int = 0
    """Those that came to pass or fail."""
    failed: int = 0
    """Those that failed and are not waived."""
    waived: int = 0
    """Those that failed and are waived or ignored."""
    unknown: int = 0
    """Those that could not be decided."""


Frameworks: TypeAlias = tuple[Framework, ...]
ControlStatuses: TypeAlias = Mapping[str, tuple[ControlStatus, ...]]
"""Framework id to its controls, in the framework's order."""


@dataclass(frozen=True, slots=True, eq=False)
class ScanResult:
    """Everything that a report may tell. Frameworks and control statuses may be given as functions, called only by
    the outputs that need them."""

    version: str
    """Version of the tool."""
    scope: Scope
    """What was looked at."""
    findings: tuple[Finding, ...] = ()
    """Verdicts after triage, of the outcomes that were asked for (normally fail and unknown), by `finding_key`."""
    counts: Mapping[str, Mapping[Outcome, int]] = field(default_factory=dict)
    """Rule id to the number of verdicts of each outcome, kept in `findings` or not."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, understood or judged, by `problem_key`."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """Rules that took part, by id: at least those of the findings."""
    controls_of: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Rule id to framework id to the ids of the controls it bears on."""
    frameworks: Frameworks | Callable[[], Frameworks] = ()
    """The catalogues that were selected."""
    control_statuses: ControlStatuses | Callable[[], ControlStatuses] = field(default_factory=dict)
    """What the evidence says of their controls."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Files that were read, by path, for excerpts."""
    line_hashes: Callable[[Source], LineHash] | None = None
    """Makes the line hashes of a file that code hosts follow a finding by."""
    fail_on: RuleSeverity | None = "low"
    """Failures of at least this severity count for the exit code; None when none do."""
    exit_code: int = 0
    """What the run is about to exit with."""
    processes: int = 1
    """Most processes that may share the writing."""
    started: str | None = None
    """When the run began, RFC 3339 in UTC. None in reports that must be the same again."""
    ended: str | None = None
    """When it ended."""

    @property
    def incomplete(self) -> bool:
        """True when something that was asked for could not be read or judged."""
        return any(problem.severity == "error" for problem in self.problems)

    def total(self, outcome: Outcome) -> int:
        """How many verdicts came to `outcome`, over all rules."""
        return sum(counts.get(outcome, 0) for counts in self.counts.values())

    def load_frameworks(self) -> Frameworks:
        """The catalogues that were selected."""
        return self.frameworks() if callable(self.frameworks) else self.frameworks

    def load_control_statuses(self) -> ControlStatuses:
        """What the evidence says of each control."""
        return self.control_statuses() if callable(self.control_statuses) else self.control_statuses


def finding_key(finding: Finding) -> tuple[str, int, int, str, str, str, str]:
    """The order of findings in every report: by file and place, then rule, resource, item and root."""
    verdict = finding.verdict
    place = verdict.place or verdict.resource.place
    resource = verdict.resource
    at = (place.file, place.line, place.column)
    return *at, verdict.rule.id, resource.address, verdict.item or "", resource.origin.root


def problem_key(problem: Problem) -> tuple[str, int, int, str, str]:
    """The order of problems in every report: by file and place, then kind and text."""
    place = problem.place
    file = problem.file or (place.file if place else "")
    return file, place.line if place else 0, place.column if place else 0, problem.kind, problem.what
