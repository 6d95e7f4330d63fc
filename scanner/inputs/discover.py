"""Which files there are to read, grouped by what they are."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.inputs.files import Tree, shown
from scanner.model.problems import Problem

SKIPPED = frozenset(
    (".git", ".hg", ".svn", ".terraform", ".terragrunt-cache", "node_modules", "__pycache__", ".venv", ".tox", ".cache")
)
"""Directories that hold no configuration of the project's own."""

MODULE_ENDINGS = (".tf", ".tofu", ".tf.json", ".tofu.json")
VARIABLE_ENDINGS = (".tfvars", ".tfvars.json")
DOCUMENT_ENDINGS = (".yaml", ".yml", ".json")
_PLAN_NAMES = ("tfplan", "plan.out")
_DOCUMENT_NAMES = ("Kustomization",)
"""Names of YAML files that say so by nothing else."""


@dataclass(slots=True)
class Files:
    """What was found below the paths that were asked for. Paths keep the form in which they were asked for."""

    modules: dict[str, list[str]] = field(default_factory=dict)
    """Directory -> its Terraform files, sorted."""
    documents: list[str] = field(default_factory=list)
    """YAML and JSON files, sorted within each directory."""
    plans: list[str] = field(default_factory=list)
    """Files with the names that people give to binary plans, whatever is in them."""
    problems: list[Problem] = field(default_factory=list)
    """Directories and files that could not be looked at."""


def discover(paths: Iterable[str], tree: Tree) -> Files:
    """Walks the directories, and takes files as they are named.

    Symbolic links to directories are not followed: one into the tree is reached by its real path, and one out of it
    is not ours to read. A link to a file is read when the file lies in the tree.
    """
    found = Files()
    seen: set[tuple[int, int]] = set()
    for path in paths:
        if os.path.isdir(path):
            _walk(shown(path), tree, found, seen)
        elif os.path.exists(path):
            _take(found, os.path.dirname(path), [os.path.basename(path)])
        else:
            found.problems.append(Problem("error", "unreadable", "no such file or directory", path))
    return found


def module_files(directory: str) -> list[str]:
    """The Terraform files of one directory, sorted; empty when it has none or cannot be listed."""
    try:
        names = os.listdir(directory)
    except OSError:
        return []
    return sorted(os.path.join(directory, name) for name in names if _is_module_file(name))


def _walk(top: str, tree: Tree, found: Files, seen: set[tuple[int, int]]) -> None:
    pending = [top]
    while pending:
        directory = pending.pop()
        try:
            status = os.stat(directory)
            with os.scandir(directory) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            what = f"directory cannot be listed: {error.strerror}"
            found.problems.append(Problem("error", "unreadable", what, directory))
            continue
        if (status.st_dev, status.st_ino) in seen:
            continue
        seen.add((status.st_dev, status.st_ino))
        below = [
            shown(entry.path) for entry in listed if entry.is_dir(follow_symlinks=False) and entry.name not in SKIPPED
        ]
        pending.extend(reversed(below))
        _take(found, directory, [entry.name for entry in listed if _readable(entry, tree, found)])


def _readable(entry: os.DirEntry[str], tree: Tree, found: Files) -> bool:
    name = entry.name
    if not name.endswith(MODULE_ENDINGS + DOCUMENT_ENDINGS) and not _is_plan_name(name) and name not in _DOCUMENT_NAMES:
        return False
    if not entry.is_symlink():
        return not entry.is_dir()
    what = ""
    try:
        if entry.is_dir():
            return False
        entry.stat()
        if not tree.holds(entry.path):
            what = "a symbolic link that leads out of the scanned tree; it was not followed"
    except OSError:
        what = "a symbolic link that leads nowhere or in a circle"
    if what:
        found.problems.append(Problem("error", "unreadable", what, os.path.normpath(entry.path)))
    return not what


def _take(found: Files, directory: str, names: list[str]) -> None:
    module = [os.path.join(directory, name) for name in names if _is_module_file(name)]
    if module:
        known = found.modules.setdefault(directory or ".", [])
        known.extend(path for path in module if path not in known)
    found.documents.extend(
        os.path.join(directory, name)
        for name in names
        if (name.endswith(DOCUMENT_ENDINGS) and not name.endswith(MODULE_ENDINGS + VARIABLE_ENDINGS))
        or name in _DOCUMENT_NAMES
    )
    found.plans.extend(os.path.join(directory, name) for name in names if _is_plan_name(name))


def _is_module_file(name: str) -> bool:
    """Terraform ignores editors' backup and hidden files."""
    return name.endswith(MODULE_ENDINGS) and not name.startswith((".", "#"))


def _is_plan_name(name: str) -> bool:
    return name.endswith(".tfplan") or name in _PLAN_NAMES
