"""Rules as data, without the code they compile to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

RuleSeverity: TypeAlias = Literal["critical", "high", "medium", "low"]

SEVERITIES: tuple[RuleSeverity, ...] = ("critical", "high", "medium", "low")
"""Worst first."""


@dataclass(frozen=True, slots=True)
class Example:
    """A configuration with the verdict the rule must give on it: a test and documentation at once."""

    name: str
    """What the example shows."""
    verdict: Literal["pass", "fail", "unknown", "none"]
    """The worst verdict the rule must give; `none` when it must not apply."""
    language: Literal["terraform", "kubernetes"]
    """What `text` is written in."""
    text: str
    """The configuration."""
    at: str | None = None
    """For `fail` and `unknown`: address of the resource, a dot and the path the finding must point at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, as its file says."""

    id: str
    """Names the fault; also the file's name, the documentation page and the configuration key."""
    title: str
    """The fault in a few words."""
    severity: RuleSeverity
    """How bad it is."""
    theme: str
    """The one primary theme, from `frameworks/themes.yaml`."""
    also: tuple[str, ...]
    """At most two more themes."""
    terraform: tuple[str, ...]
    """Terraform types it matches; `data.TYPE` for data sources."""
    kubernetes: tuple[str, ...]
    """Kubernetes kinds it matches; `pods` stands for every kind that carries a pod."""
    why: str
    """What can go wrong."""
    fix: str
    """What to write instead."""
    references: tuple[str, ...] = ()
    """Pages of the provider that the rule rests on."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the same check in other scanners, by scanner."""
    file: str = ""
    """The rule's own file, relative to its pack."""


def alias_key(scanner: str, name: str) -> tuple[str, str]:
    """A foreign id in its one form: ids are compared without case, Trivy's also with or without `AVD-`.

    `KSV017`, `KSV-0017` and `AVD-KSV-0017` are one check; `AWS017` (tfsec's old form) and `AWS-0017` are not.
    """
    name = name.upper()
    if scanner == "trivy":
        name = name.removeprefix("AVD-")
        if name.startswith("KSV") and name[3:].isdecimal():
            name = f"KSV-{name[3:]:>04}"
    return scanner, name
