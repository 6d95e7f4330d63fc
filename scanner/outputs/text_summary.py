"""The end of a report for people: problems, then what was looked at and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scanner.model.places import Source
from scanner.model.problems import Kind, Problem
from scanner.model.report import ClusterIdentity, ScanResult, Scope
from scanner.model.verdicts import Finding, Outcome
from scanner.outputs.excerpt import excerpt
from scanner.outputs.labels import by_severity
from scanner.outputs.layout import Page
from scanner.outputs.style import Role, printable

_FILE_KINDS: tuple[Kind, ...] = ("unreadable", "unparsable", "unrendered")
_OTHER_KINDS: dict[Kind, tuple[str, str]] = {
    "unresolved": ("reference could not be resolved", "references could not be resolved"),
    "invalid": ("configuration is invalid", "configurations are invalid"),
    "crashed": ("verdict could not be reached", "verdicts could not be reached"),
    "forbidden": ("kind could not be listed", "kinds could not be listed"),
    "ignore": ("directive could not be obeyed", "directives could not be obeyed"),
}


def write_problem(page: Page, problem: Problem, sources: Mapping[str, Source]) -> None:
    """What went wrong, where, and what to do about it."""
    style = page.style
    role: Role = problem.severity
    page.line(f"{style.paint(problem.severity, role)}: {style.safe(problem.what)}")
    if problem.place is not None:
        page.line(f"  {style.paint('-->', 'faint')} {style.safe(str(problem.place))}")
        source = sources.get(problem.place.file)
        for line in excerpt(source, problem.place, style, role) if source is not None else []:
            page.line(line)
    elif problem.file is not None:
        page.line(f"  {style.paint('-->', 'faint')} {style.safe(problem.file)}")
    if problem.help:
        page.paragraph(style.safe(problem.help), label=("help", "note"))
    page.line()


def write_summary(page: Page, result: ScanResult) -> None:
    """The closing lines. They never look like success when nothing was judged or something could not be read."""
    for cluster in result.scope.clusters:
        page.paragraph(identity_of(cluster), "")
    if result.incomplete:
        page.paragraph(missing(result.problems), "", ("Incomplete", "error"))
    nothing = _nothing_judged(result)
    if nothing:
        page.paragraph(nothing, "")
    else:
        page.paragraph(f"{_outcomes(result)}: {_looked_at(result.scope)}.", "")
    counted = Counter(finding.status for finding in result.findings if finding.verdict.outcome != "pass")
    aside = [f"{counted[status]} {status}" for status in ("ignored", "waived", "existing") if counted[status]]
    if aside:
        page.paragraph(f"Not counted and not shown: {', '.join(aside)}.", "")


def _nothing_judged(result: ScanResult) -> str:
    scope = result.scope
    if scope.clusters and not scope.resources:
        return f"No objects found in {_count(len(scope.clusters), 'cluster')}: nothing was judged."
    if not scope.files and not scope.resources:
        return "No files found: nothing was judged."
    if not scope.resources:
        return f"No resources found in {_count(scope.files, 'file')}: nothing was judged."
    if not result.findings and not any(any(counts.values()) for counts in result.counts.values()):
        return f"{_count(scope.resources, 'resource')} found, but no rule applies: nothing was judged."
    return ""


def _outcomes(result: ScanResult) -> str:
    """`3 failed (1 critical, 2 high), 1 unknown, 118 passed`. Outcomes nobody asked to see are still counted."""
    parts = [_failures(result)]
    unknown = _found(result, "unknown")
    undecided = len(_open(unknown)) if unknown else result.total("unknown")
    if undecided:
        parts.append(f"{undecided} unknown")
    parts.append(f"{result.total('pass')} passed")
    return ", ".join(parts)


def _failures(result: ScanResult) -> str:
    found = _found(result, "fail")
    failed = _open(found)
    if failed:
        severities = ", ".join(f"{count} {severity}" for severity, count in by_severity(failed).items())
        return f"{len(failed)} failed ({severities})"
    if not found and result.total("fail"):
        return f"{result.total('fail')} failed"
    text = "No open failures" if found else "Nothing failed"
    return f"{text} in what could be read" if result.incomplete else text


def _found(result: ScanResult, outcome: Outcome) -> list[Finding]:
    return [finding for finding in result.findings if finding.verdict.outcome == outcome]


def _open(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.status == "open"]


def identity_of(cluster: ClusterIdentity) -> str:
    """Which cluster the evidence is of, who gathered it and when."""
    known = (
        f"at {cluster.server}" if cluster.server else "",
        f"uid {cluster.uid}" if cluster.uid else "uid not known",
        f"API server {cluster.version}" if cluster.version else "",
        f"read as {cluster.user}" if cluster.user else "read by a user not known",
        f"from {cluster.started} to {cluster.ended}" if cluster.started and cluster.ended else "",
    )
    return f"Cluster {printable(cluster.name)}: {printable(', '.join(part for part in known if part))}."


def _looked_at(scope: Scope) -> str:
    read = _count(scope.resources, "resource")
    if scope.clusters:
        read += f" of {_count(len(scope.clusters), 'cluster')}"
    if scope.files or not scope.clusters:
        read += f" in {_count(scope.files, 'file')}"
    return f"{read}, judged by {_count(scope.rules, 'rule')}"


def missing(problems: tuple[Problem, ...]) -> str:
    """What stays unjudged because of errors, in a sentence."""
    errors = [problem for problem in problems if problem.severity == "error"]
    unread = [problem for problem in errors if problem.kind in _FILE_KINDS]
    named = {problem.file or (problem.place.file if problem.place else "") for problem in unread}
    nameless = sum(not (problem.file or problem.place) for problem in unread)
    parts = []
    if named - {""}:
        parts.append(f"{_count(len(named - {''}), 'file')} could not be read whole and what is missing was not judged")
    if nameless:
        parts.append(f"{_count(nameless, 'part')} of what was asked for could not be read and was not judged")
    others = Counter(problem.kind for problem in errors if problem.kind not in _FILE_KINDS)
    for kind, (one, many) in _OTHER_KINDS.items():
        if others[kind]:
            parts.append(f"{others[kind]} {one if others[kind] == 1 else many}")
    return "; ".join(parts) + "."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
