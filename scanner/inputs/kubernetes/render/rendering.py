"""What is rendered of a tree: overlays, then charts, as the settings or other objects of the tree ask for them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from scanner.inputs.files import Tree
from scanner.inputs.kubernetes.render.found import Found
from scanner.inputs.kubernetes.render.helm import render_chart
from scanner.inputs.kubernetes.render.kustomize import render_overlay
from scanner.inputs.kubernetes.render.options import Release, Rendering
from scanner.inputs.kubernetes.render.releases import releases_in
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND, Resource, ResourceGraph

_ROUNDS = 8
"""Applications may install applications; beyond this they are not followed."""

_AT_ONCE = 4

Read: TypeAlias = "Callable[[Sequence[Rendered]], ResourceGraph]"
"""Rendered documents to resources."""

_Job: TypeAlias = "Callable[[], tuple[list[Rendered], list[Problem]]]"


def render(
    found: Found,
    objects: Iterable[Resource],
    tree: Tree,
    options: Rendering,
    read: Read,
    advance: Callable[[str], None],
) -> ResourceGraph:
    """Renders what was found. `objects` are those read so far: Argo CD and Flux may say there how to."""
    graph = ResourceGraph(problems=list(found.problems))
    overlays = found.overlays
    if overlays:
        advance(f"{len(overlays)} kustomizations")
        _take(graph, read, [lambda each=each: render_overlay(each, tree) for each in overlays])  # type: ignore[misc]
    done: dict[str, list[Release]] = {}
    waiting = list(objects) + graph.resources
    for _ in range(_ROUNDS):
        releases = _new(_asked_for(waiting, tree, graph.problems), done)
        if not releases:
            break
        waiting = _render(graph, read, releases, tree, done, advance)
    else:
        graph.problems.append(Problem("error", "unresolved", "applications install applications without end"))
    given = [each for each in options.releases if each.chart not in done]
    named = {os.path.normpath(each.chart) for each in given} | set(done)
    given += [_plain(chart, options) for chart in found.charts if os.path.normpath(chart) not in named]
    _render(graph, read, _new(given, done), tree, done, advance)
    if any(problem.kind == "unrendered" and problem.severity == "error" for problem in graph.problems):
        graph.incomplete[EVERY_KIND] = "a chart or a kustomization is not rendered"
    return graph


def _asked_for(resources: Iterable[Resource], tree: Tree, problems: list[Problem]) -> list[Release]:
    found: list[Release] = []
    for resource in resources:
        releases, remarks = releases_in(resource, tree)
        found += releases
        problems += remarks
    return found


def _new(releases: Iterable[Release], done: dict[str, list[Release]]) -> list[Release]:
    """Those that were not rendered yet, in order."""
    found: list[Release] = []
    for release in releases:
        known = done.setdefault(os.path.normpath(release.chart), [])
        if release not in known:
            known.append(release)
            found.append(release)
    return found


def _plain(chart: str, options: Rendering) -> Release:
    return Release(chart, options.name or _name(chart), options.namespace, options.files)


def _name(chart: str) -> str:
    """The name of a release of a chart that nobody names: that of its directory, as helm allows names."""
    name = re.sub(r"[^a-z0-9-]+", "-", os.path.basename(os.path.abspath(chart)).lower()).strip("-")
    return name[:53].strip("-") or "release"


def _render(
    graph: ResourceGraph,
    read: Read,
    releases: list[Release],
    tree: Tree,
    done: dict[str, list[Release]],
    advance: Callable[[str], None],
) -> list[Resource]:
    """Renders charts, and gives the objects that came of it."""
    if not releases:
        return []
    advance(f"{len(releases)} charts")
    before = len(graph.resources)
    jobs: list[_Job] = []
    for each in releases:
        distinct = len(done[os.path.normpath(each.chart)]) > 1
        jobs.append(lambda each=each, distinct=distinct: render_chart(each, tree, distinct))  # type: ignore[misc]
    _take(graph, read, jobs)
    return graph.resources[before:]


def _take(graph: ResourceGraph, read: Read, jobs: list[_Job]) -> None:
    """Runs the programs side by side, and reads what they give in order."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(_AT_ONCE, len(jobs))) as pool:
        results = list(pool.map(lambda job: job(), jobs))
    for documents, problems in results:
        graph.problems += [problem for problem in problems if problem not in graph.problems]
        if documents:
            graph.extend(read(documents))
