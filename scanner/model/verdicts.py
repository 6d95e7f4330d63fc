"""What judgement says of resources, and what triage makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from scanner.model.frozen import unguarded
from scanner.model.places import Place
from scanner.model.resources import Resource
from scanner.model.rules import Rule
from scanner.model.values import Reference, Value

Outcome: TypeAlias = Literal["pass", "fail", "unknown"]
Status: TypeAlias = Literal["open", "ignored", "waived", "existing"]


@unguarded
@dataclass(frozen=True, slots=True)
class Reason:
    """One value that decided a verdict."""

    path: str
    """Where it lies in the resource: `ingress[0].cidr_blocks`."""
    value: Value
    """What it is; an `Unknown` with its cause; absent values are left out."""
    place: Place | None
    """Where it is written."""
    provenance: tuple[Reference, ...] = ()
    """What it was computed from, nearest first."""


@unguarded
@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of one resource, or of one item of it."""

    rule: Rule
    """The rule that judged."""
    resource: Resource
    """The resource that was judged."""
    item: str | None
    """The item of the resource, for rules with `each`; its path, or its name where it has one."""
    outcome: Outcome
    """pass, fail or unknown."""
    message: str = ""
    """One sentence for a person; empty for a pass."""
    place: Place | None = None
    """Where to point; the resource's heading when the values know no better."""
    because: tuple[Reason, ...] = ()
    """The values that decided it; empty for a pass."""
    hidden: tuple[Place, ...] = ()
    """What its rule says is secret, beside what is hidden in the sources: no excerpt may show it."""


@unguarded
@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict after triage."""

    verdict: Verdict
    """What was judged."""
    fingerprint: str
    """Identity across runs that does not depend on line numbers."""
    status: Status = "open"
    """Whether it counts."""
    justification: str = ""
    """Why it does not count, in the words of whoever said so."""
    justified_at: Place | None = None
    """Where they said so."""
