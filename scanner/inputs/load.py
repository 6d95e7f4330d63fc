"""Paths to one resource graph. Directories choose what is read; files choose what is reported."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from scanner.inputs.discover import (
    DOCUMENT_ENDINGS,
    MODULE_ENDINGS,
    VARIABLE_ENDINGS,
    Files,
    discover,
    module_files,
)
from scanner.inputs.files import Tree, enclosing_tree, is_below, shown
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.render.found import RENDERED_BY
from scanner.inputs.kubernetes.render.options import Rendering
from scanner.inputs.manifests import read_manifests
from scanner.inputs.plans import Plans
from scanner.inputs.selection import Selection
from scanner.inputs.terraform.options import Options
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
    for tree, files in _groups(directories, terraform, others):
        graph.problems += files.problems
        if files.modules:
            from scanner.inputs import terraform as terraform_input

            graph.extend(terraform_input.load(files.modules, tree, options, advance))
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


def _groups(directories: list[str], terraform: list[str], others: list[str]) -> list[tuple[Tree, Files]]:
    """What to read, tree by tree. Around a named file that is its repository, or else its own directory."""
    groups = [(tree := enclosing_tree(path), discover([path], tree)) for path in directories]
    trees: dict[str, tuple[Tree, list[str], list[str]]] = {}
    for path in (*terraform, *others):
        tree = enclosing_tree(path)
        _, modules, documents = trees.setdefault(tree.root, (tree, [], []))
        (modules if path.endswith(_TERRAFORM_ENDINGS) else documents).append(path)
    for root, (tree, modules, documents) in trees.items():
        if tree.is_repository:
            files = discover([root], tree)
            files.modules = files.modules if modules else {}
            files.documents = files.documents if documents else []
            absent = discover([path for path in (*modules, *documents) if not os.path.exists(path)], tree)
            files.problems = files.problems + absent.problems
        else:
            files = discover([*documents, *_rendered_with(documents)], tree)
            for directory in dict.fromkeys(os.path.dirname(path) or "." for path in modules):
                files.modules[directory] = module_files(directory)
            files.problems += discover([path for path in modules if not os.path.exists(path)], tree).problems
        groups.append((tree, files))
    return groups


def _rendered_with(documents: list[str]) -> list[str]:
    """The files beside some documents that say that they are rendered."""
    names = (os.path.join(os.path.dirname(path), name) for path in documents for name in RENDERED_BY)
    return [path for path in dict.fromkeys(names) if path not in documents and os.path.isfile(path)]


def _outermost(directories: list[str]) -> list[str]:
    """Directories without those that lie in another one of them."""
    every = dict.fromkeys(directories)
    return [each for each in every if not any(each != other and is_below(each, other) for other in every)]
