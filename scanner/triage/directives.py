"""Directives that ask for a finding to be ignored: what they look like.

    # bylaw:ignore[rule-id] reason                    one or more ids, separated by commas; the reason is mandatory
    # checkov:skip=CKV_AWS_20:reason                  `bridgecrew:skip=` too
    # trivy:ignore:AWS-0092:exp:2026-12-31            several on one line, separated by spaces
    # tfsec:ignore:aws-s3-no-public-access-with-acl   the same form

and on a Kubernetes object

    metadata:
      annotations:
        bylaw/ignore.k8s-container-privileged: reason
        checkov.io/skip1: CKV_K8S_16=reason

A directive begins its comment; in the middle of a sentence it is only talked about. What cannot be obeyed is reported
and not obeyed: our own form without a reason, an id with `*`, a date that is none, and of Trivy's form what depends on
the workspace (`ws:`) or on attributes (`[name=value]`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from scanner.model.places import Comment, Place
from scanner.model.problems import Problem, Severity
from scanner.model.resources import Resource
from scanner.model.values import place_at
from scanner.triage.hints import CHECKOV_ANNOTATION, OWN_ANNOTATION, directive_annotations, like_directive

Scanner: TypeAlias = Literal["bylaw", "checkov", "trivy", "tfsec"]

# Compiled at first use (`re` keeps them): most files hold no directive.
_OWN = r"(?i)bylaw:[ \t]?ignore\b"
_OWN_LATER = r"(?i)bylaw:[ \t]?ignore\["
_RULE_ID = r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*"
_CHECKOV = r"\b(?:checkov|bridgecrew):skip=[ \t]*([A-Za-z0-9_]+)"
_TRIVY = r"\b(trivy|tfsec):ignore:(\S+)"
_DATE = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

_OWN_HELP = "write `bylaw:ignore[rule-id] reason`"


@dataclass(frozen=True, slots=True)
class Directive:
    """One id that one directive asks to ignore."""

    scanner: Scanner
    """Whose form it has, and whose id it names."""
    id: str
    """The id it names."""
    reason: str
    """Why, in its author's words; may be empty in other scanners' forms."""
    place: Place
    """The comment or the annotation."""
    alone: bool = True
    """Whether the comment stands on lines of its own."""
    expires: str = ""
    """The last day it holds, `YYYY-MM-DD`; empty for always."""
    resource: Resource | None = None
    """The object it is an annotation of."""

    @property
    def text(self) -> str:
        """How it reads, in short."""
        match self.scanner:
            case "bylaw":
                return f"bylaw:ignore[{self.id}]"
            case "checkov":
                return f"checkov:skip={self.id}"
            case "trivy" | "tfsec":
                return f"{self.scanner}:ignore:{self.id}"


Parsed: TypeAlias = Directive | Problem
"""What a comment or annotation holds: directives, and problems with what looks like one."""


def directives_in(comment: Comment) -> list[Parsed]:
    """The directives of one comment, and what looks like one and is not."""
    found: list[Parsed] = []
    if not like_directive(comment.text):
        return found
    # Block comments may have a star before each line, and some people write `##`.
    lines = [line.lstrip(" \t*#/").rstrip() for line in comment.text.split("\n")]
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        found += _own(line, below, comment)
        found += _checkov(line, comment)
        found += _trivy(line, comment)
    return found


def annotations_of(resources: Iterable[Resource]) -> Iterator[Parsed]:
    """The directives among the annotations of Kubernetes objects."""
    for resource in resources:
        for key, value in directive_annotations(resource):
            yield from _annotation(resource, key, value)


def _own(line: str, below: str, comment: Comment) -> Iterator[Parsed]:
    start = re.match(_OWN, line)
    if re.search(_OWN_LATER, line[start.end() :] if start else line):
        yield _problem(comment.place, "`bylaw:ignore` inside a comment is not obeyed", "begin a comment with it")
    if start is None:
        return
    ids, bracket, reason = line[start.end() :].partition("]")
    if not bracket or not ids.startswith("["):
        yield _problem(comment.place, "`bylaw:ignore` without rule ids in brackets is not obeyed", _OWN_HELP)
        return
    # In a block comment the reason may begin on the next line.
    reason = reason.strip(" \t:-,;") or ("" if re.match(_OWN, below) else below)
    for rule in ids[1:].split(","):
        yield _own_id(rule.strip(), reason, comment)


def _own_id(rule: str, reason: str, comment: Comment) -> Parsed:
    if "*" in rule:
        return _problem(comment.place, f"`bylaw:ignore[{_short(rule)}]` is not obeyed: `*` is not allowed", _OWN_HELP)
    if re.fullmatch(_RULE_ID, rule) is None:
        return _problem(comment.place, f"`bylaw:ignore[{_short(rule)}]` does not name a rule", _OWN_HELP)
    if not reason:
        return _problem(comment.place, f"`bylaw:ignore[{rule}]` without a reason is not obeyed", _OWN_HELP)
    return Directive("bylaw", rule, reason, comment.place, comment.alone)


def _checkov(line: str, comment: Comment) -> Iterator[Directive]:
    matches = list(re.finditer(_CHECKOV, line))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(line)
        reason = line[match.end() : end].strip(" \t:").strip("\"'")
        yield Directive("checkov", match[1], reason, comment.place, comment.alone)


def _trivy(line: str, comment: Comment) -> Iterator[Parsed]:
    matches = list(re.finditer(_TRIVY, line))
    reason = line[matches[-1].end() :].strip(" \t:-,;") if matches else ""
    for match in matches:
        scanner: Scanner = "trivy" if match[1] == "trivy" else "tfsec"
        yield _trivy_id(scanner, match[2], reason, comment)


def _trivy_id(scanner: Scanner, written: str, reason: str, comment: Comment) -> Parsed:
    text = f"`{scanner}:ignore:{_short(written)}` is not obeyed"
    if "[" in written:
        return _problem(comment.place, f"{text}: it depends on attributes", severity="note")
    name, *parts = written.rstrip(",;").split(":")
    if "*" in name:
        return _problem(comment.place, f"{text}: `*` is not allowed, name the checks", severity="note")
    settings = dict(zip(parts[::2], parts[1::2], strict=False))
    if "ws" in settings:
        return _problem(comment.place, f"{text}: it depends on the workspace", severity="note")
    expires = settings.get("exp", "")
    if not name or len(parts) % 2 or settings.keys() - {"exp"} or (expires and re.fullmatch(_DATE, expires) is None):
        return _problem(comment.place, text, f"write `{scanner}:ignore:ID` or `{scanner}:ignore:ID:exp:YYYY-MM-DD`")
    return Directive(scanner, name, reason, comment.place, comment.alone, expires)


def _annotation(resource: Resource, key: str, value: object) -> Iterator[Parsed]:
    own = key.removeprefix(OWN_ANNOTATION)
    if own == key and not key.removeprefix(CHECKOV_ANNOTATION).isdecimal():
        return
    place = place_at(resource.attributes, ("metadata", "annotations", key)) or resource.place
    if not isinstance(value, str) or not value.strip():
        yield _problem(place, f"the annotation {_short(key)} without a reason is not obeyed", "give it a text as value")
    elif own == key:
        name, _, reason = value.partition("=")
        yield Directive("checkov", name.strip(), reason.strip(), place, resource=resource)
    elif re.fullmatch(_RULE_ID, own) is None:
        yield _problem(place, f"the annotation {_short(key)} does not name a rule", "write `bylaw/ignore.RULE-ID`")
    else:
        yield Directive("bylaw", own, value.strip(), place, resource=resource)


def _problem(place: Place, what: str, help: str = "", severity: Severity = "warning") -> Problem:
    return Problem(severity, "ignore", what, place.file, place, help)


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."
