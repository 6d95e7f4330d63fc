"""Hand-made resources and verdicts: a little text with marks, for tests that need no parser.

A line that ends in `@rule` has a finding of that rule, `@rule:item` one on an item, `@rule?` an unknown one, `@rule=` a
pass. Marks are taken out of the text. `resource "type" "name" {` up to `}` at the margin is a resource, and so is a
YAML document that begins with `apiVersion`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scanner.model.origins import Call, Origin
from scanner.model.places import Comment, Place, Source
from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.rules import Rule
from scanner.model.values import Object
from scanner.model.verdicts import Finding, Outcome, Verdict
from scanner.triage.rule_names import RuleNames, names_of
from scanner.triage.triage import triage

_MARK = re.compile(r"[ ]*@([a-z0-9-]+)(?::([a-z0-9]+))?([?=])?$")
_OUTCOMES: dict[str, Outcome] = {"": "fail", "?": "unknown", "=": "pass"}


def rule(name: str, **aliases: tuple[str, ...]) -> Rule:
    return Rule(name, name, "high", "public-exposure", (), ("aws_x",), (), "", "", aliases=aliases)


@dataclass
class Marked:
    """What a marked text says."""

    graph: ResourceGraph = field(default_factory=ResourceGraph)
    verdicts: list[Verdict] = field(default_factory=list)


def resource_at(file: str, first: int, last: int, name: str, provider: str = "aws", root: str = ".") -> Resource:
    return Resource(
        address=name,
        type="aws_x" if provider == "aws" else "v1/Pod",
        provider=provider,
        name=name,
        attributes=Object(),
        origin=Origin("terraform" if provider == "aws" else "kubernetes", root),
        place=Place(file, first, 1, first, 10),
        extent=Place(file, first, 1, last, 2),
    )


def marked(text: str, file: str = "main.tf", calls: tuple[Call, ...] = ()) -> Marked:
    """The graph and the verdicts of a marked text."""
    found = Marked()
    marks: list[tuple[int, str, str | None, Outcome]] = []
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        while match := _MARK.search(line):
            marks.insert(0, (number, match[1], match[2], _OUTCOMES[match[3] or ""]))
            line = line[: match.start()]
        lines.append(line)
    source = Source(file, "\n".join(lines))
    found.graph.sources[file] = source
    found.graph.comments = comments_of(source)
    found.graph.resources = resources_of(source, lines, calls)
    for number, name, item, outcome in sorted(marks, key=lambda mark: mark[0]):
        owner = next(r for r in found.graph.resources if r.extent.line <= number <= r.extent.end_line)
        width = len(lines[number - 1])
        place = Place(file, number, 1 + width - len(lines[number - 1].lstrip()), number, width + 1)
        found.verdicts.append(Verdict(rule(name), owner, item, outcome, f"{name} is at fault", place))
    return found


def comments_of(source: Source) -> list[Comment]:
    comments = []
    for number, line in enumerate(source.text.split("\n"), 1):
        match = re.search(r"(#|//|/\*)(.*?)(\*/|$)", line)
        if match:
            place = Place(source.path, number, match.start() + 1, number, match.end() + 1)
            comments.append(Comment(match[2].strip(), place, not line[: match.start()].strip()))
    return comments


def resources_of(source: Source, lines: list[str], calls: tuple[Call, ...]) -> list[Resource]:
    found = []
    for number, line in enumerate(lines, 1):
        if line.startswith("resource "):
            last = next(n for n in range(number, len(lines) + 1) if lines[n - 1] == "}")
            found.append(resource_at(source.path, number, last, line.split('"')[3]))
        elif line.startswith("apiVersion"):
            ends = (n for n in range(number, len(lines)) if lines[n] == "---")
            found.append(resource_at(source.path, number, next(ends, len(lines)), f"doc{number}", "kubernetes"))
    if calls:
        found = [_called(resource, calls) for resource in found]
    return found


def _called(resource: Resource, calls: tuple[Call, ...]) -> Resource:
    from dataclasses import replace

    return replace(resource, origin=Origin("terraform", ".", calls))


RULES = [
    rule("a", checkov=("CKV_A_1",), trivy=("AWS-0001", "KSV-0017")),
    rule("b", checkov=("CKV_B_2",), tfsec=("aws-b-x",)),
    rule("c"),
]


def names() -> RuleNames:
    return names_of(RULES)


def run(found: Marked, **options: object) -> tuple[list[Finding], list[Problem]]:
    return triage(found.verdicts, found.graph, names, today="2026-06-15", **options)  # type: ignore[arg-type]
