"""What is rendered of a tree: overlays and charts, as other objects of the tree or the settings ask for them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from scanner.inputs.files import Tree, shown
from scanner.inputs.kubernetes.render.charts.helm import render_chart
from scanner.inputs.kubernetes.render.common_metadata import with_common_metadata
from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.gitops.asked import asked_by
from scanner.inputs.kubernetes.render.gitops.flux_charts import helm_charts_in
from scanner.inputs.kubernetes.render.overlays.directories import apply_directory
from scanner.inputs.kubernetes.render.overlays.kustomizations import Kustomization
from scanner.inputs.kubernetes.render.overlays.kustomize import render_overlay
from scanner.inputs.kubernetes.render.tasks import Build, Release, Rendering, Task
from scanner.inputs.kubernetes.render.unknowns import mark_unknown
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND, Resource, ResourceGraph
from scanner.model.values import Value

_ROUNDS = 8
"""Applications may install applications; beyond this they are not followed."""

_AT_ONCE = 4

Read: TypeAlias = "Callable[[Sequence[Rendered]], ResourceGraph]"
"""Rendered documents to resources."""


def render(
    found: Found,
    objects: Iterable[Resource],
    tree: Tree,
    options: Rendering,
    read: Read,
    advance: Callable[[str], None],
) -> tuple[ResourceGraph, set[str]]:
    """Renders what was found. `objects` are those read so far: Argo CD and Flux may say there how to.

    Gives what came of it, and the files of `found.documents` that it takes the place of.
    """
    renderer = _Renderer(found, tree, options, read, advance)
    # What the settings give comes first: it settles what is not known of the same chart elsewhere.
    given = sorted(options.releases, key=lambda each: each.declared is not None)
    renderer.follow([*renderer.render(given), *objects])
    overlays = [Build(directory, os.path.basename(directory)) for directory in renderer.not_asked_for()]
    renderer.follow(renderer.render(overlays, unasked=True))
    plain = [_plain(chart, options) for chart in found.charts if not renderer.knows(chart)]
    renderer.follow(renderer.render(plain, unasked=True))
    return renderer.graph(), renderer.applied


class _Renderer:
    """Renders each chart and overlay as often as it is asked for, and once where nobody asks."""

    def __init__(
        self, found: Found, tree: Tree, options: Rendering, read: Read, advance: Callable[[str], None]
    ) -> None:
        self._found = found
        self._options = options
        self._tree = tree
        self._read = read
        self._advance = advance
        self._tasks: dict[str, list[Task]] = {}
        self._made: dict[str, list[ResourceGraph]] = {}
        self._unasked: set[str] = set()
        self._problems: list[Problem] = []
        self._charts: dict[tuple[str | None, str], Value] = {}
        self.applied: set[str] = set()
        """Files that are read as they are applied, and no longer as they are written."""

    def knows(self, directory: str) -> bool:
        """Whether a chart or overlay was rendered."""
        return os.path.normpath(directory) in self._tasks

    def not_asked_for(self) -> list[str]:
        """Overlays that no other one uses and no object asks for."""
        overlays = (os.path.normpath(each.directory) for each in self._found.overlays)
        return [each for each in overlays if not self.knows(each)]

    def follow(self, objects: Iterable[Resource]) -> None:
        """Renders what these objects ask for, what comes of that asks for, and so on."""
        waiting = list(objects)
        for _ in range(_ROUNDS):
            self._charts.update(helm_charts_in(waiting))
            asked: list[tuple[str, Task]] = []
            told: list[tuple[str, Problem]] = []
            for resource in waiting:
                tasks, problems = asked_by(resource, self._tree, self._found, self._charts)
                asked += [(resource.place.file, task) for task in tasks]
                told += [(resource.place.file, problem) for problem in problems]
            first, taken = self._first(asked)
            for file, problem in told:
                if file not in taken and problem not in self._problems:
                    self._problems.append(problem)
            if not asked:
                return
            waiting = self.render(first)
        self._problems.append(Problem("error", "unresolved", "applications install applications without end"))

    def _first(self, asked: list[tuple[str, Task]]) -> tuple[list[Task], set[str]]:
        """What comes before the rest, and the files that are read anew then: what is asked for in a file that is
        applied itself counts as it is applied."""
        builds = [task for _, task in asked if isinstance(task, Build)]
        new = [task for task in builds if task not in self._tasks.get(_directory(task), ())]
        takers = {shown(file): task for task in new for file in task.files}
        first = [task for file, task in asked if takers.get(file, task) == task]
        return (first, set(takers)) if first else ([task for _, task in asked], set())

    def render(self, tasks: Sequence[Task], unasked: bool = False) -> list[Resource]:
        """Runs the programs side by side, and gives the objects that came of it. What was done is not done again.

        What is asked for takes the place of what was rendered because nobody had asked.
        """
        new: list[tuple[str, Task]] = []
        for task in tasks:
            directory = _directory(task)
            if directory in self._unasked and not unasked:
                self._unasked.discard(directory)
                self._tasks.pop(directory, None)
                self._made.pop(directory, None)
            known = self._tasks.setdefault(directory, [])
            if unasked:
                self._unasked.add(directory)
            if isinstance(task, Release) and task.unknown is not None:
                settled = any(each.declared is None for each in known)
                if not settled and task.unknown not in self._problems:
                    self._problems.append(task.unknown)
            elif task not in known:
                known.append(task)
                new.append((directory, task))
        if not new:
            return []
        self._advance(f"{len(new)} charts and kustomizations")
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(_AT_ONCE, len(new))) as pool:
            results = list(pool.map(lambda each: self._run(*each), new))
        made: list[Resource] = []
        for (directory, task), (documents, problems) in zip(new, results, strict=True):
            for document in documents:
                document.cluster = task.cluster
            graph = self._read(documents) if documents else ResourceGraph()
            graph.problems += problems
            graph.resources = [with_common_metadata(mark_unknown(each, task), task) for each in graph.resources]
            if task.unknown is not None:
                # Of what is written there, only what cannot be read is told: it is applied in some other shape.
                graph = ResourceGraph(problems=[*graph.problems, task.unknown])
            if isinstance(task, Build) and not problems:
                # A file that could not be read is in none of them: its problem stands.
                self.applied |= {document.path for document in documents} & set(map(shown, task.files))
            self._made.setdefault(directory, []).append(graph)
            made += graph.resources
        return made

    def _run(self, directory: str, task: Task) -> tuple[list[Rendered], list[Problem]]:
        distinct = len(self._tasks[directory]) > 1
        if isinstance(task, Release):
            return render_chart(self._options.in_cluster(task), self._tree, distinct)
        if task.unknown is not None or (task.files and not task.settings):
            return apply_directory(task, distinct), []
        if task.files:
            return render_overlay(Kustomization(directory, task.files[0]), task, self._tree, distinct)
        obstacles = self._obstacles(directory)
        if obstacles:
            return [], obstacles
        return render_overlay(self._found.kustomizations[directory], task, self._tree, distinct)

    def _obstacles(self, directory: str) -> list[Problem]:
        """Why a kustomization, or one that it uses, must not be rendered."""
        found: list[Problem] = []
        seen = {directory}
        waiting = [directory]
        while waiting:
            each = self._found.kustomizations.get(waiting.pop())
            if each is not None:
                found += each.problems
                waiting += each.bases - seen
                seen |= each.bases
        return found

    def graph(self) -> ResourceGraph:
        """Everything that was rendered, in the order of its directories."""
        graph = ResourceGraph(problems=self._problems)
        for _, made in sorted(self._made.items()):
            for each in made:
                each.problems = [problem for problem in each.problems if problem not in graph.problems]
                graph.extend(each)
        problems = (each for each in graph.problems if each.kind == "unrendered" and each.severity != "note")
        missing = sorted({each.file or "" for each in problems})
        if missing:
            files = missing[0] if len(missing) == 1 else f"{missing[0]} and {len(missing) - 1} more"
            graph.incomplete[EVERY_KIND] = f"a chart or a kustomization is not rendered ({files})"
        return graph


def _directory(task: Task) -> str:
    return os.path.normpath(task.chart if isinstance(task, Release) else task.directory)


def _plain(chart: str, options: Rendering) -> Release:
    return Release(chart, options.name or _name(chart), options.namespace, options.files)


def _name(chart: str) -> str:
    """The name of a release of a chart that nobody names: that of its directory, as helm allows names."""
    name = re.sub(r"[^a-z0-9-]+", "-", os.path.basename(os.path.abspath(chart)).lower()).strip("-")
    return name[:53].strip("-") or "release"
