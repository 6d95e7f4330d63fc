"""What is known of Kubernetes kinds before any of them is read: groups, and which kinds have no namespace.

Sources: those of `api_kinds`, `selected` and `cilium`, and https://gateway-api.sigs.k8s.io/reference/spec/
"""

from __future__ import annotations

from scanner.model.api_kinds import API_GROUPS, CLUSTER_SCOPED

_GATEWAYS = "gateway.networking.k8s.io"
_GROUPS = API_GROUPS | {_GATEWAYS}
_CLUSTER_SCOPED = {**CLUSTER_SCOPED, _GATEWAYS: frozenset({"GatewayClass"})}
_NAMESPACED = {
    "cilium.io": frozenset({"CiliumNetworkPolicy"}),
    "policy.linkerd.io": frozenset(
        {"AuthorizationPolicy", "MeshTLSAuthentication", "NetworkAuthentication", "Server", "ServerAuthorization"}
    ),
    "security.istio.io": frozenset({"AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"}),
}
"""Custom kinds that select or name objects of their own namespace, in the meshes that are followed."""


def group_of(api_version: str) -> str:
    """The group of an `apiVersion`; empty for the core group (`v1`)."""
    return api_version.rpartition("/")[0]


def is_cluster_scoped(api_version: str, kind: str) -> bool:
    """True for a kind of Kubernetes or its Gateway API whose objects have no namespace."""
    return kind in _CLUSTER_SCOPED.get(group_of(api_version), ())


def is_namespaced(api_version: str, kind: str) -> bool:
    """True for such a kind, or policy of a mesh, whose objects have one. Of other custom kinds nothing is known."""
    group = group_of(api_version)
    if group in _GROUPS:
        return not is_cluster_scoped(api_version, kind)
    return kind in _NAMESPACED.get(group, ())
