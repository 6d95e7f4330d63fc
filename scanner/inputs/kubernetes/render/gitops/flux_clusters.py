"""The cluster that an object of Flux applies something to: its own, or that of a kubeconfig.

Source: https://fluxcd.io/flux/components/kustomize/kustomizations/#kubeconfig-remote-clusters
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.fields import get, is_given, text
from scanner.model.alternatives import Cluster

if TYPE_CHECKING:
    from scanner.model.resources import Resource

_OWN = ""


def flux_cluster(resource: Resource) -> Cluster | None:
    """The cluster, by the object that holds its kubeconfig; None where that is not known."""
    given = get(resource.attributes, ("spec", "kubeConfig"))
    if not is_given(given):
        return "kubeconfig", _OWN
    for kind in ("secretRef", "configMapRef"):
        name = text(get(given, (kind, "name")))
        if name is not None:
            return "kubeconfig", f"{kind} {resource.namespace}/{name}"
    return None


def is_elsewhere(cluster: Cluster | None) -> bool:
    """Whether it is another cluster than that of Flux."""
    return cluster is not None and cluster[1] != _OWN
