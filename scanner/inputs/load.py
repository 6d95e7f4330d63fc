"""Paths to one resource graph. Directories choose what is read; files choose what is reported."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.inputs.discover import MODULE_ENDINGS, VARIABLE_ENDINGS, Files, discover, module_files
from scanner.inputs.files import MAX_BYTES, MAX_JSON_BYTES, Tree, enclosing_tree, read_source, shown
from scanner.inputs.terraform.options import Assignments
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import Resource, ResourceGraph

_TERRAFORM_ENDINGS = MODULE_ENDINGS + VARIABLE_ENDINGS


@dataclass(frozen=True, slots=True)
class Selection:
    """Which resources are reported on when files were named."""

    directories: tuple[str, ...]
    """Directories asked for: everything read below them is reported."""
    modules: frozenset[str]
    """Directories of the Terraform files that were named: a changed file may change any verdict of its module."""
    documents: frozenset[str]
    """Documents that were named."""

    def holds(self, resource: Resource) -> bool:
        """Whether the resource belongs to what was asked for."""
        file = resource.place.file
        if any(_below(file, directory) for directory in self.directories):
            return True
        if resource.origin.kind == "kubernetes":
            return file in self.documents
        files = (file, *(call.place.file for call in resource.origin.calls))
        return resource.origin.root in self.modules or any((os.path.dirname(f) or ".") in self.modules for f in files)

    def concerns(self, problem: Problem) -> bool:
        """Whether a problem belongs to what was asked for."""
        file = problem.file
        if file is None or file in self.documents or any(_below(file, directory) for directory in self.directories):
            return True
        return (os.path.dirname(file) or ".") in self.modules


def load_paths(
    paths: Sequence[str],
    assignments: Assignments,
    workspace: str = "default",
    advance: Callable[[str], None] = lambda what: None,
) -> tuple[ResourceGraph, Selection]:
    """Reads everything below the directories, and around the files, that are asked for."""
    graph = ResourceGraph()
    directories = [os.path.normpath(path) for path in paths if os.path.isdir(path)]
    named = [os.path.normpath(path) for path in paths if not os.path.isdir(path)]
    terraform = [path for path in named if path.endswith(_TERRAFORM_ENDINGS)]
    others = [path for path in named if not path.endswith(_TERRAFORM_ENDINGS)]
    selection = Selection(
        tuple(shown(path) for path in directories),
        frozenset(shown(os.path.dirname(path) or ".") for path in terraform),
        frozenset(shown(path) for path in others),
    )
    for tree, files in _groups(directories, terraform, others):
        graph.problems += files.problems
        if files.modules:
            from scanner.inputs import terraform as terraform_input

            options = terraform_input.Options(assignments, workspace)
            graph.extend(terraform_input.load(files.modules, tree, options, advance))
        if files.documents:
            graph.extend(_documents(files.documents, advance))
    return graph, selection


def _groups(directories: list[str], terraform: list[str], others: list[str]) -> list[tuple[Tree, Files]]:
    """What to read, tree by tree. Around a named file that is its repository, or else its own directory."""
    groups = [(enclosing_tree(path), discover([path])) for path in directories]
    trees: dict[str, tuple[Tree, list[str], list[str]]] = {}
    for path in (*terraform, *others):
        tree = enclosing_tree(path)
        _, modules, documents = trees.setdefault(tree.root, (tree, [], []))
        (modules if path.endswith(_TERRAFORM_ENDINGS) else documents).append(path)
    for root, (tree, modules, documents) in trees.items():
        if tree.is_repository:
            files = discover([root])
            files.modules = files.modules if modules else {}
            files.documents = files.documents if documents else []
            absent = discover([path for path in (*modules, *documents) if not os.path.exists(path)])
            files.problems = files.problems + absent.problems
        else:
            files = discover(documents)
            for directory in dict.fromkeys(os.path.dirname(path) or "." for path in modules):
                files.modules[directory] = module_files(directory)
            files.problems += discover([path for path in modules if not os.path.exists(path)]).problems
        groups.append((tree, files))
    return groups


def _documents(paths: list[str], advance: Callable[[str], None]) -> ResourceGraph:
    """YAML and JSON files to resources. Files that cannot hold a Kubernetes object are not parsed."""
    problems: list[Problem] = []
    sources: list[Source] = []
    for path in paths:
        source = read_source(path, MAX_JSON_BYTES if path.endswith(".json") else MAX_BYTES)
        if isinstance(source, Problem):
            problems.append(source)
        elif not source.text.strip():
            problems.append(Problem("note", "unreadable", "the file is empty", source.path))
        elif "apiVersion" in source.text and "kind" in source.text:
            sources.append(source)
    if not sources:
        return ResourceGraph(problems=problems)
    from scanner.inputs import kubernetes

    advance(f"{len(sources)} manifests")
    graph = kubernetes.load(sources)
    graph.problems = problems + graph.problems
    return graph


def _below(file: str, directory: str) -> bool:
    return (directory == "." and not file.startswith("../")) or file == directory or file.startswith(directory + "/")
