"""Which objects carry a pod, and where: the kinds of Kubernetes itself, and custom ones that a configuration declares.

Source: https://kubernetes.io/docs/concepts/workloads/
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.inputs.kubernetes.kinds import group_of
from scanner.inputs.kubernetes.views import CONTAINER_LISTS as CONTAINER_LISTS
from scanner.inputs.kubernetes.views import Steps, parts_at, value_at, view_at
from scanner.model.pod_kinds import POD_KINDS as POD_KINDS
from scanner.model.resources import Resource
from scanner.model.values import Object, Value


@dataclass(frozen=True, slots=True)
class Workload:
    """One kind that carries a pod."""

    kind: str
    """The kind."""
    group: str | None
    """Its API group; None for any."""
    template: Steps
    """The way to the template of its pods, or to their spec where there is no template."""
    spec: Steps
    """The way to the spec of its pods; the same where there is no template."""

    @property
    def name(self) -> str:
        """What rules call it: `Rollout`, or `argoproj.io/Rollout`."""
        return self.kind if self.group is None else f"{self.group}/{self.kind}"


def workload(kind: str, group: str | None, way: Steps, templated: bool = True) -> Workload:
    """A kind with the template of its pods, or with `templated` false their spec, at `way`."""
    return Workload(kind, group, way, (*way, "spec") if templated else way)


_WAYS: dict[str, Steps] = {
    "Pod": (),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    "PodTemplate": ("template",),
}
_BUILT_IN = {kind: workload(kind, None, _WAYS.get(kind, ("spec", "template"))) for kind in POD_KINDS}


class Workloads:
    """All kinds that carry a pod."""

    __slots__ = ("_declared", "declared")

    def __init__(self, declared: Iterable[Workload] = ()) -> None:
        """The kinds of Kubernetes itself, and those that are declared."""
        self.declared = tuple(declared)
        """Those that are not of Kubernetes itself."""
        self._declared: dict[str, tuple[Workload, ...]] = {}
        for each in self.declared:
            self._declared[each.kind] = (*self._declared.get(each.kind, ()), each)

    @property
    def names(self) -> tuple[str, ...]:
        """What rules call the declared ones."""
        return tuple(each.name for each in self.declared)

    def find(self, kind: str, attributes: Object) -> Workload | None:
        """How an object of a kind carries its pod; None when it does not."""
        for each in self._declared.get(kind, ()) if self._declared else ():
            version = attributes.get("apiVersion")
            if each.group is None or (isinstance(version, str) and group_of(version) == each.group):
                return each
        return _BUILT_IN.get(kind)

    def view(self, resource: Resource) -> Object | None:
        """The pod of a resource, as `view_at` says; None when its kind carries none or it has no pod spec."""
        return self.view_of(resource.kind, resource.attributes)

    def view_of(self, kind: str, attributes: Object) -> Object | None:
        """The pod in the attributes of an object of this kind."""
        found = self.find(kind, attributes)
        return None if found is None else view_at(attributes, found.template, found.spec)

    def parts(self, resource: Resource) -> tuple[Value, Value, Steps] | None:
        """The spec and the metadata of the pod of a resource, as `parts_at` says, and the way to the spec."""
        found = self.find(resource.kind, resource.attributes)
        parts = None if found is None else parts_at(resource.attributes, found.template, found.spec)
        return None if found is None or parts is None else (*parts, found.spec)

    def spec_of(self, kind: str, attributes: Object) -> Value:
        """The spec of the pod in an object of this kind, as it is written; None when there is none."""
        found = self.find(kind, attributes)
        return None if found is None else value_at(attributes, found.spec)


KUBERNETES = Workloads()
"""The kinds of Kubernetes itself."""


def pod_view(resource: Resource) -> Object | None:
    """The pod of a resource of a kind of Kubernetes itself; None for any other."""
    return KUBERNETES.view(resource)


def pod_view_of(kind: str, attributes: Object) -> Object | None:
    """The pod in the attributes of an object of a kind of Kubernetes itself."""
    return KUBERNETES.view_of(kind, attributes)
