"""Findings that a directive in the code asks to ignore: marked with its reason, never removed.

Where a directive must stand (see `directives` for its forms, `scopes` for the lines that a comment speaks of):

- at the heading of a resource (on the line above it or at its end): every finding of the rule on the resource;
- at the heading of a `module` block: every finding of the rule on resources of that module;
- anywhere inside a resource: the rule's finding on the resource, if it judges the resource as a whole. If it judges
  the items of the resource one by one (containers, ingress blocks), the items that the comment speaks of; a comment
  followed by a blank line speaks of all of them;
- at the line a finding points at: that finding, in whatever file it stands;
- in the annotations of a Kubernetes object: every finding of the rule on the object;
- `checkov:skip` only inside the resource, and then every finding on it, as Checkov has it.

A directive never touches a pass. One that nothing came of is reported: unused, of no known rule, or expired.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeAlias

from scanner.model.places import Place
from scanner.model.problems import Problem, Severity
from scanner.model.resources import ResourceGraph
from scanner.model.verdicts import Finding
from scanner.triage.directives import Directive, annotations_of, directives_in
from scanner.triage.ignorable import Ignorable
from scanner.triage.rule_names import RuleNames
from scanner.triage.scopes import FileLines

Result: TypeAlias = tuple[list[Finding], list[Problem]]


def apply_ignores(
    findings: Sequence[Finding],
    graph: ResourceGraph,
    names: Callable[[], RuleNames],
    *,
    enabled: bool = True,
    judged: Collection[str] | None = None,
    today: str = "",
) -> Result:
    """The findings, those that a directive applies to marked as ignored, and problems with directives.

    `names` is called only if there is a directive. `judged` holds the ids of the rules that ran: a directive for
    another one is not unused, it was not asked for; None when all ran. `today` is `YYYY-MM-DD`, by default the day in
    UTC. With `enabled` false nothing is ignored and each directive is reported.
    """
    directives, problems = _read(graph)
    if not directives:
        return list(findings), problems
    if not enabled:
        problems += [
            _note(each, f"`{each.text}` is not obeyed: inline ignores are switched off") for each in directives
        ]
        return list(findings), problems
    obeyed, refused = _resolve(directives, names(), today or _today())
    marks, unused = _match(obeyed, findings, graph)
    problems += refused
    broken = {problem.file for problem in graph.problems if problem.severity == "error"}
    for directive, rules in unused:
        ran = judged is None or any(rule in judged for rule in rules)
        if ran and directive.place.file not in broken:
            problems.append(_unused(directive))
    return [_marked(finding, marks.get(index)) for index, finding in enumerate(findings)], problems


def _read(graph: ResourceGraph) -> tuple[list[Directive], list[Problem]]:
    directives: list[Directive] = []
    problems: list[Problem] = []
    parsed = [each for comment in dict.fromkeys(graph.comments) for each in directives_in(comment)]
    for found in (*parsed, *annotations_of(graph.resources)):
        if isinstance(found, Directive):
            directives.append(found)
        else:
            problems.append(found)
    directives.sort(key=lambda each: each.place)
    return directives, problems


_Obeyed: TypeAlias = tuple[Directive, tuple[str, ...]]


def _resolve(directives: list[Directive], names: RuleNames, today: str) -> tuple[list[_Obeyed], list[Problem]]:
    """Directives with the ids of the rules they name, and problems with those that name none or have expired."""
    obeyed: list[_Obeyed] = []
    problems = []
    for directive in directives:
        rules = names.called(directive.scanner, directive.id)
        if not rules:
            problems.append(_unknown(directive, names))
        elif directive.expires and directive.expires < today:
            what = f"`{directive.text}` expired on {directive.expires} and is not obeyed"
            problems.append(_problem(directive, "warning", what, "remove it, or renew it after looking again"))
        else:
            obeyed.append((directive, rules))
    return obeyed, problems


def _match(
    obeyed: list[_Obeyed], findings: Sequence[Finding], graph: ResourceGraph
) -> tuple[dict[int, Directive], list[_Obeyed]]:
    """The first directive that applies to each finding, by the finding's index, and the ones that apply to none."""
    ignorable = Ignorable(findings, {rule for _, rules in obeyed for rule in rules})
    lines: dict[str, FileLines] = {}
    marks: dict[int, Directive] = {}
    unused = []
    for directive, rules in obeyed:
        file = directive.place.file
        if file not in lines:
            lines[file] = FileLines(graph.sources.get(file))
        found = ignorable.found_by(directive, rules, lines[file])
        for index in found:
            marks.setdefault(index, directive)
        if not found:
            unused.append((directive, rules))
    return marks, unused


def _marked(finding: Finding, directive: Directive | None) -> Finding:
    if directive is None or finding.status == "waived":
        return finding
    reason = directive.reason or f"{directive.text}, without a reason"
    return replace(finding, status="ignored", justification=reason, justified_at=directive.place)


def _unknown(directive: Directive, names: RuleNames) -> Problem:
    if directive.scanner != "bylaw":
        return _note(directive, f"`{directive.text}`: no rule is known by this id")
    from difflib import get_close_matches

    meant = {rule for scanner in ("checkov", "trivy") for rule in names.called(scanner, directive.id)}
    meant = meant or set(get_close_matches(directive.id.lower(), names.ids, 1, 0.8))
    help = f"did you mean {' or '.join(sorted(meant))}?" if meant else "`bylaw rules list` shows all ids"
    return _problem(directive, "warning", f"`{directive.text}`: there is no rule of this id", help)


def _unused(directive: Directive) -> Problem:
    # Another scanner may well find what this one does not, so its directive may be needed.
    severity: Severity = "warning" if directive.scanner == "bylaw" else "note"
    what = f"`{directive.text}` is unused: the rule finds nothing here"
    return _problem(directive, severity, what, "remove it, or put it at the resource or the line that is at fault")


def _note(directive: Directive, what: str) -> Problem:
    return _problem(directive, "note", what, "")


def _problem(directive: Directive, severity: Severity, what: str, help: str) -> Problem:
    place: Place = directive.place
    return Problem(severity, "ignore", what, place.file, place, help)


def _today() -> str:
    import time

    return time.strftime("%Y-%m-%d", time.gmtime())
