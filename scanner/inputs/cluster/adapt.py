"""Objects as the API server gives them, in plain JSON, to resources."""

from __future__ import annotations

from typing import Any

from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.cluster.redact import mark_secrets, without_data
from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.kubernetes.structure import check_structure
from scanner.model.origins import Origin
from scanner.model.places import Place, Source
from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Object, Value

_HELP = "Nothing of it was judged; look at it with `kubectl get -o json`."
_REFUSED = "Rules that look at this part cannot decide."


class Malformed(Exception):
    """What a list holds is no object."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem
        """What is wrong with it."""


def cluster_place(cluster: str, kind: str, namespace: str | None, name: str) -> Place:
    """Where a live object is: it lies in no file, and every report wants one."""
    root = "/".join(part if part.strip(".") else "_" for part in cluster.strip("/").split("/"))
    return Place(f"{root}/{namespace or '-'}/{kind}/{name}", 1, 1, 1, 1)


def adapt(item: Any, kind: Kind, cluster: str) -> Resource:
    """An object of a kind, as quickly as can be: `settle` makes it ready for judgement.

    Managed fields and the content of Secrets are dropped here and never kept.

    Raises:
        Malformed: it is no object, or has no name.
    """
    metadata = item.get("metadata") if isinstance(item, dict) else None
    if not isinstance(metadata, dict):
        raise _malformed("has no metadata" if isinstance(item, dict) else "is no object", kind, cluster, None, "-")
    name, namespace = metadata.get("name"), metadata.get("namespace")
    if not isinstance(name, str) or not name:
        raise _malformed("has no name", kind, cluster, namespace, "-")
    if kind.namespaced and (not isinstance(namespace, str) or not namespace):
        raise _malformed("has no namespace", kind, cluster, None, name)
    namespace = namespace if kind.namespaced else None
    metadata.pop("managedFields", None)
    uid, version, labels = metadata.get("uid"), metadata.get("resourceVersion"), metadata.get("labels")
    type_ = f"{kind.api_version}/{kind.kind}"
    place = cluster_place(cluster, kind.kind, namespace, name)
    item.setdefault("apiVersion", kind.api_version)
    item.setdefault("kind", kind.kind)
    return Resource(
        address=f"{type_}/{name}" if namespace is None else f"{type_}/{namespace}/{name}",
        type=type_,
        provider="kubernetes",
        name=name,
        attributes=without_data(item) if kind.kind == "Secret" else Object(item),
        origin=Origin("cluster", cluster, uid=_text(uid), version=_text(version)),
        place=place,
        extent=place,
        namespace=namespace,
        labels=labels if isinstance(labels, dict) else {},
    )


def settle(resource: Resource, workloads: Workloads = KUBERNETES) -> list[Problem]:
    """Makes an object ready for judgement, in place: nulls are absent, what is built wrongly is Unknown and reported,
    secrets are marked."""
    attributes = resource.attributes
    _drop_nulls(attributes)
    attributes.setdefault("apiVersion", resource.type.rpartition("/")[0])
    attributes.setdefault("kind", resource.kind)
    place = resource.place
    found = check_structure(attributes, Source(place.file, ""), lambda: place, workloads)
    mark_secrets(resource.kind, attributes, workloads)
    return [
        Problem("error", each.kind, f"{resource.address}: {each.what}", place.file, None, _REFUSED) for each in found
    ]


def _drop_nulls(root: dict[str, Value]) -> None:
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if None in node.values():
                for key in [key for key, each in node.items() if each is None]:
                    del node[key]
            waiting += [each for each in node.values() if each.__class__ is dict or each.__class__ is list]
        else:
            waiting += [each for each in node if each.__class__ is dict or each.__class__ is list]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _malformed(what: str, kind: Kind, cluster: str, namespace: Any, name: str) -> Malformed:
    place = cluster_place(cluster, kind.kind, namespace if isinstance(namespace, str) else None, name)
    return Malformed(Problem("error", "invalid", f"a {kind.kind} {what}", place.file, None, _HELP))
