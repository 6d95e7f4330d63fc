"""What Argo CD and Flux set for a kustomization from outside, as a kustomization around it would say it.

Sources: https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/ and
https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

import json
from typing import TypeAlias

from scanner.inputs.kubernetes.render.fields import get, is_given, items
from scanner.inputs.kubernetes.render.gitops.build_environment import Environment, filled_in
from scanner.inputs.kubernetes.render.unknowns import PLACEHOLDER, UNFILLED
from scanner.model.values import Unknown, Value

Settings: TypeAlias = "tuple[tuple[str, str], ...]"
"""Keys of a kustomization, and their values as JSON."""

_PLAIN = ("namePrefix", "nameSuffix", "namespace", "replicas", "patches", "commonAnnotations")
"""What both write as a kustomization does."""
_CHOOSING = ("images", "replicas", "patches", "patchesJson6902")
"""Lists whose entries name what they apply to."""


def argo_settings(options: Value, environment: Environment) -> Settings:
    """What an application says under `kustomize`, where variables of the build environment may stand in some of it."""
    given = get(options, ("images",))
    images = [
        _image(_filled(each, environment) if isinstance(each, str) else PLACEHOLDER)
        for each in ([given] if isinstance(given, Unknown) else items(given))
    ]
    labels = _filled_values(get(options, ("commonLabels",)), environment)
    annotations = get(options, ("commonAnnotations",))
    if get(options, ("commonAnnotationsEnvsubst",)) is True:
        annotations = _filled_values(annotations, environment)
    settings = tuple(each for each in _settings(options) if each[0] != "commonAnnotations")
    settings += _known("commonAnnotations", annotations) + _known("images", images)
    return settings + _labels(labels, options)


def choose_by_unknown(settings: Settings) -> bool:
    """Whether it is not known what some settings apply to: an image, or the target of a patch."""
    chosen: list[Value] = []
    for key, value in settings:
        if key in _CHOOSING:
            chosen += [[get(each, ("name",)), get(each, ("target",))] for each in items(json.loads(value))]
    return any(PLACEHOLDER in each or UNFILLED.search(each) for each in map(json.dumps, chosen))


def _filled_values(given: Value, environment: Environment) -> Value:
    if not isinstance(given, dict):
        return given
    return {key: _filled(each, environment) if isinstance(each, str) else each for key, each in given.items()}


def _filled(written: str, environment: Environment) -> str:
    return filled_in(written, environment, PLACEHOLDER) or ""


def flux_settings(spec: Value) -> Settings:
    """What a Kustomization of Flux says."""
    settings = tuple(each for each in _settings(spec) if each[0] != "namespace")
    settings += _known("namespace", get(spec, ("targetNamespace",))) + _known("images", get(spec, ("images",)))
    return settings + _patches(spec) + _metadata(get(spec, ("commonMetadata",)))


def _labels(labels: Value, options: Value) -> Settings:
    if labels is None or get(options, ("labelWithoutSelector",)) is not True:
        return _known("commonLabels", labels)
    templates = get(options, ("labelIncludeTemplates",)) is True
    return _known("labels", [{"pairs": labels, "includeSelectors": False, "includeTemplates": templates}])


def _patches(spec: Value) -> Settings:
    """Patches of older versions, which Flux writes as objects and a kustomization as texts."""
    merged = [_dumped(each) for each in items(get(spec, ("patchesStrategicMerge",))) if isinstance(each, dict)]
    listed = [
        {"target": get(each, ("target",)), "patch": _dumped(get(each, ("patch",)))}
        for each in items(get(spec, ("patchesJson6902",)))
    ]
    return _known("patchesStrategicMerge", merged) + _known("patchesJson6902", listed)


def _metadata(common: Value) -> Settings:
    """Labels and annotations of the objects themselves, and not of the templates in them."""
    labels, annotations = get(common, ("labels",)), get(common, ("annotations",))
    found: Settings = ()
    if is_given(labels):
        found += _known("labels", [{"pairs": labels, "includeSelectors": False}])
    if is_given(annotations):
        transformer = {
            "apiVersion": "builtin",
            "kind": "AnnotationsTransformer",
            "metadata": {"name": "common"},
            "annotations": annotations,
            "fieldSpecs": [{"path": "metadata/annotations", "create": True}],
        }
        found += _known("transformers", [_dumped(transformer)])
    return found


def _settings(options: Value) -> Settings:
    return tuple(pair for key in _PLAIN for pair in _known(key, get(options, (key,))))


def _known(key: str, value: Value) -> Settings:
    """A setting as JSON, which is YAML; nothing where it is absent. What is not known in it has a placeholder."""
    return () if value is None or value == [] else ((key, _dumped(value)),)


def _dumped(value: Value) -> str:
    return json.dumps(value, default=_stand_in)


def _stand_in(value: Value) -> str:
    if isinstance(value, Unknown):
        return PLACEHOLDER
    raise TypeError(type(value).__name__)


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


def reads_patches(options: Value) -> bool:
    """Whether patches are given by a path or an address. It is not that of what is rendered around it."""
    return any(get(each, ("path",)) is not None for each in items(get(options, ("patches",))))
