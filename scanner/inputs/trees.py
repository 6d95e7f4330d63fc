"""Which files are read together: those of one tree, around what was asked for of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from scanner.inputs.discover import Files, discover, module_files
from scanner.inputs.files import Tree, enclosing_tree, shown
from scanner.inputs.kubernetes.render.file_names import RENDERED_BY


@dataclass(slots=True)
class _Asked:
    """What was asked for of one tree."""

    tree: Tree
    directories: list[str] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    """Files of Terraform."""
    documents: list[str] = field(default_factory=list)
    """Other files."""


def files_by_tree(directories: list[str], terraform: list[str], others: list[str]) -> list[tuple[Tree, Files]]:
    """What to read, tree by tree. Around a named file that is its repository, or else its own directory."""
    trees: dict[str, _Asked] = {}

    def asked_around(path: str) -> _Asked:
        tree = enclosing_tree(path)
        return trees.setdefault(os.path.realpath(tree.root), _Asked(tree))

    for path in directories:
        asked_around(path).directories.append(path)
    for path in terraform:
        asked_around(path).modules.append(path)
    for path in others:
        asked_around(path).documents.append(path)
    return [(asked.tree, _files(asked)) for asked in trees.values()]


def _files(asked: _Asked) -> Files:
    """The files to read of one tree: each once, so that what belongs together is known to."""
    files = discover(asked.directories, asked.tree)
    if asked.modules or asked.documents:
        (_add_repository if asked.tree.is_repository else _add_named)(files, asked)
    return files


def _add_repository(files: Files, asked: _Asked) -> None:
    """Adds the whole repository that named files lie in, as far as it is of their kind."""
    tree, modules, documents = asked.tree, asked.modules, asked.documents
    every = discover([tree.root], tree)
    if modules:
        files.modules |= every.modules
    if documents:
        known = {shown(path) for path in files.documents}
        files.documents = [*(each for each in every.documents if shown(each) not in known), *files.documents]
    absent = discover([path for path in (*modules, *documents) if not os.path.exists(path)], tree)
    files.problems = list(dict.fromkeys((*files.problems, *every.problems, *absent.problems)))


def _add_named(files: Files, asked: _Asked) -> None:
    """Adds named files that lie in no repository, with what is beside them."""
    tree, modules, documents = asked.tree, asked.modules, asked.documents
    named = discover([*documents, *_rendered_with(documents, tree)], tree)
    files.documents += named.documents
    files.plans += named.plans
    for directory in dict.fromkeys(os.path.dirname(path) or "." for path in modules):
        files.modules[directory] = module_files(directory)
    absent = discover([path for path in modules if not os.path.exists(path)], tree)
    files.problems += named.problems + absent.problems


def _rendered_with(documents: list[str], tree: Tree) -> list[str]:
    """The files beside some documents that say that they are rendered."""
    names = dict.fromkeys(os.path.join(os.path.dirname(path), name) for path in documents for name in RENDERED_BY)
    return [name for name in names if name not in documents and os.path.isfile(name) and tree.holds(name)]
