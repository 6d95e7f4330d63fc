"""Small rules, controls and findings for the tests of this room."""

from __future__ import annotations

from scanner.model.frameworks import Assessment, Control, Framework
from scanner.model.origins import Origin
from scanner.model.places import Place
from scanner.model.resources import Resource
from scanner.model.rules import Rule
from scanner.model.values import Object
from scanner.model.verdicts import Finding, Outcome, Status, Verdict

THEMES = ("public-exposure", "key-management", "audit-logging", "backup-recovery")


def rule(name: str, theme: str = THEMES[0], *also: str) -> Rule:
    return Rule(name, name, "high", theme, also, ("aws_x",), (), "", "")


def control(
    name: str,
    themes: tuple[str, ...] = (),
    supporting: tuple[str, ...] = (),
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    assessment: Assessment = "automated",
) -> Control:
    reason = "because" if include or exclude else ""
    return Control(name, name, assessment, themes, supporting, include, exclude, reason)


def framework(*controls: Control, name: str = "soc2") -> Framework:
    return Framework(name, name, "1", "us", "0.1.0", controls)


def finding(name: str, outcome: Outcome = "fail", status: Status = "open") -> Finding:
    place = Place("main.tf", 1, 1, 1, 2)
    resource = Resource("aws_x.y", "aws_x", "aws", "y", Object(), Origin("terraform", "."), place, place)
    return Finding(Verdict(rule(name), resource, None, outcome), "", status)
