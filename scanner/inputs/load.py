"""Paths to one resource graph. Directories choose what is read; files choose what is reported."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from scanner.inputs.discover import DOCUMENT_ENDINGS, MODULE_ENDINGS, VARIABLE_ENDINGS
from scanner.inputs.files import Tree, is_below, shown
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.render.tasks import Rendering
from scanner.inputs.manifests import read_manifests
from scanner.inputs.plans import Plans
from scanner.inputs.selection import Selection
from scanner.inputs.terraform.options import Options
from scanner.inputs.trees import files_by_tree
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND, ResourceGraph

_PLAIN = Rendering()
_TERRAFORM_ENDINGS = MODULE_ENDINGS + VARIABLE_ENDINGS


def load_paths(
    paths: Sequence[str],
    options: Options,
    advance: Callable[[str], None] = lambda what: None,
    source: str | None = None,
    rendering: Rendering = _PLAIN,
    workloads: Workloads = KUBERNETES,
    processes: int = 1,
) -> tuple[ResourceGraph, Selection]:
    """Reads everything below the directories, and around the files, that are asked for.

    `source` is the directory of the configuration that plans were made from; by default the one they lie in.
    `rendering` says what charts are rendered with, `workloads` which kinds carry a pod; many manifests are read by at
    most `processes` processes.
    """
    graph = ResourceGraph()
    if "" in paths:
        graph.problems.append(Problem("error", "unreadable", "an empty path was given, perhaps by an unset variable"))
    paths = [path for path in paths if path]
    directories = _outermost([shown(path) for path in paths if os.path.isdir(path)])
    named = list(dict.fromkeys(shown(path) for path in paths if not os.path.isdir(path)))
    named = [path for path in named if not any(is_below(path, each) for each in directories)]
    terraform = [path for path in named if path.endswith(_TERRAFORM_ENDINGS)]
    others = [path for path in named if not path.endswith(_TERRAFORM_ENDINGS)]
    selection = Selection(
        tuple(directories),
        frozenset(os.path.dirname(path) or "." for path in terraform),
        frozenset(others),
        options.variable_files(),
    )
    plans = Plans(graph, selection, source, advance)
    released: frozenset[int] = frozenset()
    trees: dict[str, tuple[Tree, list[str]]] = {}
    for tree, files in files_by_tree(directories, terraform, others):
        graph.problems += files.problems
        if files.modules:
            from scanner.inputs import terraform as terraform_input

            loaded = terraform_input.load(files.modules, tree, options, advance)
            if not terraform:  # then all that is read is read for the directories, and may lie outside them
                selection.sources.update(each.file for each in loaded.problems if each.file is not None)
            graph.extend(loaded)
        if files.documents:
            asked_for, declared = _with_releases(rendering, graph, tree)
            released |= declared
            documents = files.documents
            graph.extend(read_manifests(documents, tree, asked_for, advance, plans, selection, workloads, processes))
        trees.setdefault(os.path.realpath(tree.root), (tree, []))[1].extend(files.documents)
        plans.look_at([path for path in files.plans if selection.names(shown(path))])
    plans.look_at([path for path in others if not path.endswith(DOCUMENT_ENDINGS) and os.path.exists(path)])
    plans.read()
    _translate(graph, released, workloads)
    _take_dumps(graph, workloads)
    whole = {os.path.realpath(path) for path in directories}
    _link_objects(graph, [each for root, each in trees.items() if root not in whole], workloads)
    _hide_unread(graph)
    return graph, selection


def _with_releases(rendering: Rendering, graph: ResourceGraph, tree: Tree) -> tuple[Rendering, frozenset[int]]:
    """What charts are rendered with, where Terraform installs some, and the `id` of the resources that do."""
    if not any(resource.provider == "helm" for resource in graph.resources):
        return rendering, frozenset()
    from scanner.inputs.translate.releases import releases_in

    releases, declared = releases_in(graph.resources, tree)
    return replace(rendering, releases=(*rendering.releases, *releases)), declared


def _translate(graph: ResourceGraph, released: frozenset[int], workloads: Workloads) -> None:
    """Makes Kubernetes objects of the Terraform resources that declare them, and cloud resources of such objects."""
    if any(resource.provider in ("kubernetes", "kubectl", "helm") for resource in graph.resources):
        from scanner.inputs.translate import may_speak_otherwise, translate

        if may_speak_otherwise(graph):
            translate(graph, released, workloads)


def _take_dumps(graph: ResourceGraph, workloads: Workloads) -> None:
    """Makes live objects of those that an API server gave and somebody saved."""
    if any("resourceVersion" in source.text for source in graph.sources.values()):
        from scanner.inputs.cluster.dumps import take_dumps

        take_dumps(graph, workloads)


def _link_objects(graph: ResourceGraph, trees: Iterable[tuple[Tree, list[str]]], workloads: Workloads) -> None:
    """Links Kubernetes objects, once all of them are there, and says whether there may be more.

    `trees` are those of which a part was read, each with the documents that were.
    """
    if any(resource.is_object for resource in graph.resources):
        from scanner.inputs import kubernetes
        from scanner.inputs.completeness import part_of

        kubernetes.link_objects(graph, workloads)
        part = next(filter(None, (part_of(tree, documents) for tree, documents in trees)), None)
        if part is not None:
            graph.incomplete.setdefault(EVERY_KIND, part)


def _hide_unread(graph: ResourceGraph) -> None:
    """Hides what looks secret in the text that problems point at: of much of it there is no value that could tell."""
    for problem in graph.problems:
        source = graph.sources.get(problem.place.file) if problem.place is not None else None
        if source is not None and problem.place is not None and problem.kind in ("unparsable", "invalid"):
            from scanner.inputs.secrets import hide_unread

            hide_unread(source, problem.place)


def _outermost(directories: list[str]) -> list[str]:
    """Directories without those that lie in another one of them."""
    every = dict.fromkeys(directories)
    return [each for each in every if not any(each != other and is_below(each, other) for other in every)]
