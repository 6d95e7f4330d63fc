"""Kustomization files: what they use, and what of it must not be followed.

Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scanner.inputs.files import Tree, read_source, shown
from scanner.inputs.kubernetes.render.file_names import KUSTOMIZATION_FILES
from scanner.inputs.kubernetes.render.yaml_values import values_of
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.values import Object, Path, Value, place_at

_RESOURCES = ("resources", "bases", "components", "generators", "transformers", "validators", "crds", "configurations")
"""Lists of files and directories."""
_GENERATORS = ("configMapGenerator", "secretGenerator")
"""What makes objects of files: those are data, whatever they look like."""

_CONFIGURED = ("generators", "transformers", "validators")
"""Lists of what may itself name files, in files or in texts of its own."""
_NAMING = frozenset({"path", "url", "files", "env", "envs"})
"""Keys there under which files are named."""

_VENDOR = "Keep a copy of it in the repository, or scan what `kustomize build` renders."


@dataclass(slots=True)
class Kustomization:
    """One directory with a kustomization file."""

    directory: str
    """The directory, as it was found."""
    file: str
    """The kustomization file."""
    bases: set[str] = field(default_factory=set)
    """Directories that it uses, normalised."""
    files: set[str] = field(default_factory=set)
    """Files that it uses, normalised, itself among them."""
    is_component: bool = False
    """True for a component, which only others use."""
    problems: list[Problem] = field(default_factory=list)
    """Why it must not be rendered."""
    resources: set[str] = field(default_factory=set)
    """Those of the files that objects are written in."""
    patches: set[str] = field(default_factory=set)
    """Those of the files that are patches."""


def use_each_other(kustomizations: dict[str, Kustomization], tree: Tree) -> None:
    """Reads those that others use and that lie in the tree, but not where one was asked to look."""
    waiting = list(kustomizations.values())
    while waiting:
        for base in waiting.pop().bases - kustomizations.keys():
            names = (os.path.join(base, name) for name in KUSTOMIZATION_FILES)
            path = next((name for name in names if os.path.isfile(name)), None)
            if path is not None and tree.holds(path):
                kustomizations[base] = read_kustomization(path, tree)
                waiting.append(kustomizations[base])


def overlays_of(kustomizations: Mapping[str, Kustomization], asked_for: Iterable[str]) -> list[Kustomization]:
    """Those that no other one uses, among the directories that were asked for; of a circle, the first.

    What is wrong with a circle the program itself tells. Components are only for others to use: what one that nobody
    uses is made of is built by itself.
    """
    asked = sorted(asked_for)
    used = {each for kustomization in kustomizations.values() for each in kustomization.bases}
    waiting = [each for each in asked if each not in used]
    above = used_by(waiting, kustomizations)
    waiting += [each for each in asked if each not in above]
    chosen: set[str] = set()
    reached: set[str] = set()
    # What only a component uses is looked at last: another one may use it after all.
    waiting.sort(key=lambda each: kustomizations[each].is_component)
    for each in waiting:
        if each in reached:
            continue
        if kustomizations[each].is_component:
            reached.add(each)
            waiting += _tops(kustomizations[each].bases.intersection(asked), kustomizations)
        else:
            chosen.add(each)
            reached |= used_by([each], kustomizations)
    return [kustomizations[each] for each in sorted(chosen)]


def _tops(directories: set[str], kustomizations: Mapping[str, Kustomization]) -> list[str]:
    """Those of some kustomizations that no other one of them uses; all of them where they use each other."""
    below = used_by({base for each in directories for base in kustomizations[each].bases}, kustomizations)
    return sorted(directories - below or directories)


def used_by(directories: Iterable[str], kustomizations: Mapping[str, Kustomization]) -> set[str]:
    """The kustomizations in these directories, and all that they use."""
    found: set[str] = set()
    waiting = list(directories)
    while waiting:
        each = waiting.pop()
        if each in kustomizations and each not in found:
            found.add(each)
            waiting += kustomizations[each].bases
    return found


def read_kustomization(path: str, tree: Tree) -> Kustomization:
    """Reads a kustomization file. What lies outside the tree or elsewhere in the world is a problem."""
    found = Kustomization(os.path.dirname(path) or ".", shown(path), files={shown(path)})
    values, problems = values_of(path, tree)
    errors = [problem for problem in problems if problem.severity == "error"]
    value = values[0] if values else None
    if errors or not isinstance(value, Object):
        what = "it cannot be read" if errors else "it is no kustomization"
        found.problems += [*errors, _problem(found.file, None, (), what)]
        return found
    found.is_component = value.get("kind") == "Component"
    for way, name in _uses(value):
        _use(found, name, way, value, tree)
    for way, text in _configurations(value, found.directory, tree):
        for name in _remote_names(text):
            what = f"{name[:200]} is not in this repository"
            found.problems.append(_problem(found.file, value, way, what, _VENDOR))
    return found


def _configurations(value: Object, directory: str, tree: Tree) -> Iterator[tuple[Path, Source]]:
    """What configures generators and transformers: texts in a kustomization, and the files that it names."""
    for key in _CONFIGURED:
        items = value.get(key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if not isinstance(item, str):
                continue
            path = os.path.join(directory, item)
            read = Source("", item) if "\n" in item else read_source(path) if tree.holds(path) else None
            if isinstance(read, Source):
                yield (key, index), read


def _remote_names(source: Source) -> Iterator[str]:
    """The addresses in a configuration that kustomize would ask."""
    from scanner.inputs.kubernetes.documents import read_documents

    waiting: list[tuple[str, Value]] = [("", each.value) for each in read_documents(source).documents]
    while waiting:
        key, node = waiting.pop()
        if isinstance(node, str) and key in _NAMING and "://" in node:
            yield node
        elif isinstance(node, (dict, list)):
            entries = node.items() if isinstance(node, dict) else ((key, each) for each in node)
            waiting += entries


def _uses(value: Object) -> Iterator[tuple[Path, str]]:
    """Every path in a kustomization, with the way to it."""
    for key in (*_RESOURCES, "patchesStrategicMerge"):
        items = value.get(key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, str) and "\n" not in item:
                yield (key, index), item
    schema = value.get("openapi")
    if isinstance(schema, dict) and isinstance(schema.get("path"), str):
        yield ("openapi", "path"), schema["path"]
    for key in ("patches", "patchesJson6902", "replacements"):
        items = value.get(key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            name = item.get("path") if isinstance(item, dict) else None
            if isinstance(name, str):
                yield (key, index, "path"), name
    for key in _GENERATORS:
        items = value.get(key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, Object):
                yield from _data(item, (key, index))


def _data(generator: Object, way: Path) -> Iterator[tuple[Path, str]]:
    """The files that a generator reads: `path` or `name=path`."""
    for key in ("files", "envs"):
        items = generator.get(key)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, str):
                yield (*way, key, index), item.rpartition("=")[2]
    if isinstance(generator.get("env"), str):
        yield (*way, "env"), str(generator["env"])


def _use(found: Kustomization, name: str, way: Path, value: Object, tree: Tree) -> None:
    path = shown(os.path.join(found.directory, name))
    if "://" in name or not os.path.exists(path):  # kustomize asks for an address, whatever lies in the tree
        if _is_remote(name):
            found.problems.append(_problem(found.file, value, way, f"{name[:200]} is not in this repository", _VENDOR))
        return  # of any other file that is missing the program itself tells
    if os.path.isabs(name) or not tree.holds(path):
        found.problems.append(_problem(found.file, value, way, f"{name[:200]} lies outside the scanned tree", _VENDOR))
    elif os.path.isdir(path):
        found.bases.add(path)
    else:
        found.files.add(path)
        if way[0] in ("resources", "bases"):
            found.resources.add(path)
        elif str(way[0]).startswith("patches"):
            found.patches.add(path)


def _is_remote(name: str) -> bool:
    return "://" in name or "?" in name or "@" in name or "//" in name or "." in name.split("/")[0].strip(".")


def _problem(file: str, value: Value, way: Path, what: str, help: str = "") -> Problem:
    place = place_at(value, way) if way else None
    return Problem("error", "unrendered", f"the kustomization is not rendered: {what}", file, place, help)
