"""What YAML and JSON files say that are no manifests: charts, values, kustomizations, parameters, patches.

They are read as they are: what looks like an action of a template in them is text, for helm and kustomize as well.
"""

from __future__ import annotations

from scanner.inputs.files import Tree, read_source, shown
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.values import Value


def values_of(path: str, tree: Tree) -> tuple[list[Value], list[Problem]]:
    """The documents of a file, and what could not be read of it. Nothing outside the tree is read."""
    if not tree.holds(path):
        return [], [Problem("error", "unreadable", "it lies outside the scanned tree", shown(path))]
    source = read_source(path)
    return ([], [source]) if isinstance(source, Problem) else values_in(source)


def values_in(source: Source) -> tuple[list[Value], list[Problem]]:
    """The documents of a text, and what could not be read of it."""
    from scanner.inputs.kubernetes.documents import read_documents

    read = read_documents(as_it_is(source))
    return [document.value for document in read.documents], read.problems


def mapping_of(path: str, tree: Tree) -> dict[str, Value] | None:
    """The first document of a file, which is all that helm reads: empty where nothing is written, None where that is no
    mapping or something cannot be read."""
    values, problems = values_of(path, tree)
    value = values[0] if values else {}
    return value if isinstance(value, dict) and not problems else None


def as_it_is(source: Source) -> Source:
    """The same text, for `read_documents`, which otherwise leaves out what looks like a template."""
    from scanner.inputs.kubernetes.rendered import Rendered

    # JSON has a reader of its own, which goes by the name of the file.
    return source if source.path.endswith(".json") else Rendered(source.text, source, "", None, None)
