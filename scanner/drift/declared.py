"""What code declares of a cluster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scanner.drift.identity import Key, key_of
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND, Resource, ResourceGraph

_TWICE = "name in PATH only what this cluster is made of"


@dataclass(slots=True)
class Declared:
    """The declared objects by what they match by."""

    by_key: dict[Key, Resource] = field(default_factory=dict)
    """Those that name one object, and say one thing of it."""
    vague: list[tuple[Key, Resource]] = field(default_factory=list)
    """Those whose name or namespace is not known."""
    ambiguous: dict[Key, list[Resource]] = field(default_factory=dict)
    """Those that are declared several times, differently."""
    elsewhere: dict[Key, Resource] = field(default_factory=dict)
    """Those that were read and not asked for: they are not compared, and declared all the same."""
    vague_elsewhere: list[tuple[Key, Resource]] = field(default_factory=list)
    """Those of them whose name or namespace is not known."""
    incomplete: dict[str, str] = field(default_factory=dict)
    """Kinds of which there may be more, and why: see `ResourceGraph`."""

    def doubt(self, key: Key) -> str | None:
        """Why an object may be declared all the same; None where it is not."""
        for other, resource in (*self.vague, *self.vague_elsewhere):
            if other.may_be(key):
                return f"{resource.address} may be it; its name is not known"
        names = (EVERY_KIND, key.kind, f"{key.kind}/{key.namespace}")
        return next((self.incomplete[name] for name in names if name in self.incomplete), None)

    def problems(self) -> list[Problem]:
        """What keeps objects from being compared."""
        found = []
        for key, resources in sorted(self.ambiguous.items()):
            first = resources[0]
            others = ", ".join(str(each.place) for each in resources[1:4])
            what = f"{key.kind} {_shown(key)} is declared differently at {others}; it was not compared"
            found.append(Problem("error", "invalid", what, first.place.file, first.place, _TWICE))
        return found


def declared_in(graph: ResourceGraph, is_asked: Callable[[Resource], bool], own_namespace: str | None) -> Declared:
    """The objects among the resources of code, those that were asked for and the others."""
    found = Declared(incomplete={name: why for name, why in graph.incomplete.items() if not _is_choice(why)})
    several: dict[Key, list[Resource]] = {}
    for resource in graph.resources:
        if not resource.is_object or resource.origin.kind == "cluster" or resource.action == "delete":
            continue
        key = key_of(resource, own_namespace)
        asked = is_asked(resource)
        if not key.is_certain:
            (found.vague if asked else found.vague_elsewhere).append((key, resource))
        elif asked:
            several.setdefault(key, []).append(resource)
        else:
            found.elsewhere[key] = resource
    for key, every in several.items():
        if any(each.attributes != every[0].attributes for each in every[1:]):
            found.ambiguous[key] = every
        else:
            found.by_key[key] = every[0]
    return found


def passing(resource: Resource) -> str | None:
    """Why an object may have gone in the normal course of things; None where it stays."""
    metadata = resource.attributes.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if isinstance(annotations, dict):
        for name, whose in (("helm.sh/hook", "Helm"), ("argocd.argoproj.io/hook", "Argo CD")):
            if name in annotations:
                return f"it is a hook of {whose}, which may be deleted once it has run"
    spec = resource.attributes.get("spec")
    if resource.kind == "Job" and isinstance(spec, dict) and spec.get("ttlSecondsAfterFinished") is not None:
        return "it is a Job that is deleted some time after it has finished"
    return None


def _is_choice(why: str) -> bool:
    """Whether nothing is missing but what was not asked for."""
    return why.startswith("only a part of ")


def _shown(key: Key) -> str:
    return f"{key.namespace}/{key.name}" if key.namespace else key.name
