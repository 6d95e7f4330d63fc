"""Kustomizations that Argo CD and Flux build, with what they set from outside.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/ and
https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scanner.inputs.files import shown
from scanner.inputs.kubernetes.render.kustomizations import Kustomization
from scanner.inputs.kubernetes.render.options import Build
from scanner.inputs.kubernetes.render.paths import get, items, text
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource

_PLAIN = ("namePrefix", "nameSuffix", "namespace", "replicas", "patches", "commonAnnotations")
"""What both write as a kustomization does."""


def argo_build(
    application: Value, resource: Resource, tree: Tree, known: Mapping[str, Kustomization]
) -> Iterator[Build]:
    """The kustomizations that an application builds."""
    spec = get(application, ("spec",))
    for source in (get(spec, ("source",)), *items(get(spec, ("sources",)))):
        directory = _directory(get(source, ("path",)), tree, known)
        if directory is None:
            continue
        options = get(source, ("kustomize",))
        settings = _settings(options)
        images = [_image(each) for each in items(get(options, ("images",))) if isinstance(each, str)]
        labels = get(options, ("commonLabels",))
        yield Build(
            directory,
            text(get(application, ("metadata", "name"))) or resource.name,
            text(get(spec, ("destination", "namespace"))),
            (*settings, *_known("images", images), *_known("commonLabels", labels)),
            declared=resource.address,
        )


def flux_build(resource: Resource, tree: Tree, known: Mapping[str, Kustomization]) -> Iterator[Build]:
    """The kustomization that a Kustomization of Flux builds."""
    spec = get(resource.attributes, ("spec",))
    directory = _directory(get(spec, ("path",)), tree, known)
    if directory is None:
        return
    settings = tuple(each for each in _settings(spec) if each[0] != "namespace")
    settings += _known("namespace", get(spec, ("targetNamespace",))) + _known("images", get(spec, ("images",)))
    after = get(spec, ("postBuild",))
    given = get(after, ("substitute",))
    sources = [get(each, ("name",)) for each in items(get(after, ("substituteFrom",)))]
    yield Build(
        directory,
        resource.name,
        None,
        settings,
        variables=tuple((key, str(value)) for key, value in given.items() if isinstance(value, (str, int, float)))
        if isinstance(given, dict)
        else (),
        substitutes=isinstance(after, dict),
        unknown_variables=", ".join(str(each)[:100] for each in sources) if sources else None,
        declared=resource.address,
    )


def _directory(path: Value, tree: Tree, known: Mapping[str, Kustomization]) -> str | None:
    """The directory of a kustomization, given from the root of the repository; None when there is none."""
    if text(path) is None:
        return None
    directory = shown(os.path.join(tree.root, path.lstrip("/")))
    return directory if directory in known else None


def _settings(options: Value) -> tuple[tuple[str, str], ...]:
    return tuple(pair for key in _PLAIN for pair in _known(key, get(options, (key,))))


def _known(key: str, value: Value) -> tuple[tuple[str, str], ...]:
    """A setting as JSON, which is YAML; nothing where it is absent or not known."""
    try:
        return () if value is None or value == [] else ((key, json.dumps(value)),)
    except TypeError:
        return ()


def _image(image: str) -> dict[str, str]:
    """`name=new:tag`, `name:tag` or `name@digest` as a kustomization writes it."""
    name, renamed, new = image.rpartition("=")
    new, _, digest = new.partition("@")
    base, colon, tag = new.rpartition(":")
    if not colon or "/" in tag:
        base, tag = new, ""
    found = {"name": name if renamed else base}
    if renamed:
        found["newName"] = base
    if digest:
        found["digest"] = digest
    elif tag:
        found["newTag"] = tag
    return found
