"""Overlays, rendered by `kustomize` or `kubectl kustomize`: each object with the file that it comes from."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from scanner.inputs.files import Tree, read_source, shown
from scanner.inputs.kubernetes.render.overlays.directories import manifests
from scanner.inputs.kubernetes.render.overlays.kustomizations import Kustomization
from scanner.inputs.kubernetes.render.overlays.origins import Written
from scanner.inputs.kubernetes.render.overlays.substitution import substituted
from scanner.inputs.kubernetes.render.programs import Output, find_program, run
from scanner.inputs.kubernetes.render.tasks import Build
from scanner.inputs.kubernetes.rendered import Rendered
from scanner.model.places import Comment, Source
from scanner.model.problems import Problem

INSTALL = "Install kustomize or kubectl and scan again, or scan what `kustomize build` renders."

_ORIGIN = re.compile(
    r"(?:^  annotations:\n(?=    config\.kubernetes\.io/origin: \|\n(?:      [^\n]*\n)+(?!    )))?"
    r"^    config\.kubernetes\.io/origin: \|\n((?:      [^\n]*\n)+)",
    re.MULTILINE,
)
"""The annotation that tells where an object comes from, with the key above when it is the only annotation."""
_ANNOTATIONS = re.compile(r"^metadata:\n(?:(?: .*)?\n)*?(?=  annotations:\n)", re.MULTILINE)
"""What comes before the annotations of an object: a text in it may look like the annotation."""
_PATH = re.compile(r"^      (?:path|configuredIn): (.+)$", re.MULTILINE)
_QUOTED = re.compile(
    r" with config: `[^`]*`| (?:from|sources) \[.*\](?=: |\s*>?\s*$)| literal source .*?(?=, expected)", re.DOTALL
)
"""What kustomize repeats of what is written, in which secrets may stand."""
_COPY = "tree"
"""Where the files of a directory without a kustomization are copied to."""
_REF = re.compile(r"^      (?:repo|ref): ", re.MULTILINE)
_BUILD = "Make `kustomize build` succeed on it."
_REMEDIES = {
    "must specify --enable-helm": "Charts that a kustomization installs are not rendered: scan what "
    "`kustomize build --enable-helm` renders.",
    "security; file": "What lies outside its directory is read only with `--load-restrictor LoadRestrictionsNone`: "
    "make it a base of its own, or scan what is rendered so.",
}
"""What to do about an error, by words in it."""
_RECURSED = re.compile(
    r"accumulating resources: accumulation err='accumulating resources from '[^']*': '[^']*' must resolve to a file': "
    r"(?:recursed accumulation of|couldn't make target for) path '[^']*': "
)
"""What kustomize tells of the way to a directory with an error."""
_TRIED = re.compile(r"accumulating resources: accumulation err='(.*?)': must build at directory: .*", re.DOTALL)
"""What it tells of a file, before the same once more, taken for a directory."""


def render_overlay(
    overlay: Kustomization, build: Build, tree: Tree, distinct: bool
) -> tuple[list[Rendered], list[Problem]]:
    """The objects of an overlay as they would be applied. `distinct` names the build in what is found."""
    standalone, kubectl = find_program("kustomize"), find_program("kubectl")
    if standalone is None and kubectl is None:
        return [], [_problem(overlay, "neither kustomize nor kubectl is installed", INSTALL)]
    command = [standalone, "build"] if standalone is not None else [str(kubectl), "kustomize"]
    with tempfile.TemporaryDirectory(prefix="bylaw-") as made:
        folder = os.path.realpath(made)
        output = _run(command, folder, overlay, build)
        if output.error is not None:
            why = _QUOTED.sub(" …", output.error)
            why = why.replace(f"{os.path.relpath(os.path.realpath('.'), folder)}/", "")
            why = why.replace(f"{os.path.realpath('.')}/", "")
            help = next((help for words, help in _REMEDIES.items() if words in why), _BUILD)
            return [], [_problem(overlay, _shortened(why.replace(folder, "")), help)]
        text = substituted(output.text, build) if build.substitutes else output.text
        return _documents(text, folder, overlay, build, tree, build.name if distinct else None), []


def _shortened(error: str) -> str:
    """An error without the way that leads to it."""
    return _TRIED.sub(r"\1", _RECURSED.sub("", error)).strip('"<> \t\n')


def _run(command: list[str], folder: str, overlay: Kustomization, build: Build) -> Output:
    """Renders through a kustomization around it, with what is set from outside, that asks for origins."""
    target = os.path.relpath(os.path.realpath(overlay.directory), folder)
    if build.files:
        target = _COPY
        _copy(os.path.join(folder, _COPY), overlay, build)
    around = f"resources:\n- {_quoted(target)}\nbuildMetadata: [originAnnotations]\n"
    around += "".join(f"{key}: {value}\n" for key, value in build.settings)
    Path(folder, "kustomization.yaml").write_text(around, encoding="utf-8")
    return run([*command, folder])


def _copy(folder: str, overlay: Kustomization, build: Build) -> None:
    """Makes a kustomization of the files of a directory that has none."""
    names: list[str] = []
    for source in manifests(build):
        names.append(os.path.relpath(source.path, overlay.directory))
        copy = Path(folder, names[-1])
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(source.text, encoding="utf-8")
    listed = "".join(f"- {_quoted(name)}\n" for name in names)
    Path(folder, "kustomization.yaml").write_text(f"resources:\n{listed}", encoding="utf-8")


def _documents(
    text: str, folder: str, overlay: Kustomization, build: Build, tree: Tree, name: str | None
) -> list[Rendered]:
    """The objects that were built, each with the file and the lines there that it comes from."""
    texts: list[str] = []
    made_by: dict[str, list[int]] = {}
    for document in re.split(r"^---\n", text, flags=re.MULTILINE):
        document, path = _without_origin(document, folder, overlay, build)
        if document.strip():
            made_by.setdefault(path, []).append(len(texts))
            texts.append(document)
    found: dict[int, Rendered] = {}
    for path, numbers in made_by.items():
        source = _source(path, tree)
        origins = Written(source).origins([texts[each] for each in numbers])
        for number, origin in zip(numbers, origins, strict=True):
            content = texts[number]
            # Where it is not known which object of a file it was, no line of it is pointed at, and no comment counts.
            written = _source(overlay.file, tree) if origin is None else source
            lines, comments = origin or ([0] * (content.count("\n") + 1), [])
            directory = shown(overlay.directory)
            found[number] = Rendered(content, written, directory, build.namespace, name, lines, comments)
    if found:
        # No finding points into a patch: directives there are obeyed nowhere, and told to be unused.
        found[0].comments = [*found[0].comments, *_comments(overlay.patches, tree)]
    return [found[number] for number in range(len(texts))]


def _comments(paths: Iterable[str], tree: Tree) -> Iterator[Comment]:
    """The comments in files that may be directives."""
    from scanner.inputs.kubernetes.documents import read_documents

    for path in sorted(paths):
        yield from read_documents(_source(shown(path), tree)).comments


def _source(path: str, tree: Tree) -> Source:
    read = read_source(path) if tree.holds(path) else None
    return read if isinstance(read, Source) else Source(path, "")


def _without_origin(document: str, folder: str, overlay: Kustomization, build: Build) -> tuple[str, str]:
    """A document without the annotation that tells its origin, and the file that this names."""
    before = _ANNOTATIONS.search(document)
    origin = None if before is None else _ORIGIN.search(document, before.end())
    if origin is None:
        return document, overlay.file
    document = document[: origin.start()] + document[origin.end() :]
    named = _PATH.search(origin[1])
    if named is None or _REF.search(origin[1]):
        return document, overlay.file
    path = os.path.normpath(os.path.join(folder, named[1].strip().strip("'\"")))
    if build.files and path.startswith(os.path.join(folder, _COPY) + os.sep):
        path = os.path.join(overlay.directory, os.path.relpath(path, os.path.join(folder, _COPY)))
    return document, shown(path)


def _quoted(path: str) -> str:
    import json

    return json.dumps(path)


def _problem(overlay: Kustomization, why: str, help: str) -> Problem:
    return Problem("error", "unrendered", f"the kustomization is not rendered: {why}", overlay.file, help=help)
