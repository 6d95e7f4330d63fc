"""The API groups of the kinds that name and select others: other groups have kinds of the same names.

Sources: the API reference of Kubernetes (https://kubernetes.io/docs/reference/kubernetes-api/) and those of `selected`;
for OpenShift, whose API serves the same roles once more,
https://docs.openshift.com/container-platform/latest/rest_api/role_apis/role-apis-index.html
"""

from __future__ import annotations

from scanner.inputs.kubernetes.kinds import group_of
from scanner.model.resources import UNKNOWN_NAMESPACE, Resource

_CORE = frozenset({""})
_ROLES = frozenset({"rbac.authorization.k8s.io", "authorization.openshift.io"})
_ISTIO, _LINKERD = "security.istio.io", "policy.linkerd.io"
_HOOKS = frozenset({"admissionregistration.k8s.io"})
_OWN: dict[str, frozenset[str]] = {
    **dict.fromkeys(("Namespace", "Service", "ServiceAccount"), _CORE),
    **dict.fromkeys(("ConfigMap", "Secret", "PersistentVolumeClaim"), _CORE),
    **dict.fromkeys(("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"), _ROLES),
    **dict.fromkeys(("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"), _HOOKS),
    **dict.fromkeys(("PeerAuthentication", "RequestAuthentication"), frozenset({_ISTIO})),
    **dict.fromkeys(("Gateway", "GatewayClass"), frozenset({"gateway.networking.k8s.io"})),
    "AuthorizationPolicy": frozenset({_ISTIO, _LINKERD}),
    "Server": frozenset({_LINKERD}),
    "NetworkPolicy": frozenset({"networking.k8s.io", "extensions"}),
    "PodDisruptionBudget": frozenset({"policy"}),
    "IngressClass": frozenset({"networking.k8s.io"}),
}
"""Kinds that are followed, and the groups in which they are what is meant."""

FOREIGN_POLICIES = {
    "crd.antrea.io": ("ClusterNetworkPolicy", "NetworkPolicy"),
    "crd.projectcalico.org": ("GlobalNetworkPolicy", "NetworkPolicy"),
    "policy.networking.k8s.io": ("AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"),
    "projectcalico.org": ("GlobalNetworkPolicy", "NetworkPolicy"),
}
"""Kinds of network policies by group that select pods in ways of their own, which are not followed. All but
NetworkPolicy have no namespace.

Sources: https://antrea.io/docs/main/docs/antrea-network-policy/,
https://docs.tigera.io/calico/latest/reference/resources/networkpolicy, https://network-policy-api.sigs.k8s.io/api-overview/
"""
_ADMIN = "policy.networking.k8s.io"
_SHOWN_AGAIN = "knp.default."
"""What the names of Kubernetes' own policies start with where Calico's API server shows them once more:
https://docs.tigera.io/calico/latest/reference/resources/networkpolicy"""


def called(kind: str, group: str) -> str:
    """What a kind of a group is looked up by: its name, after its group where it only shares the name with another.

    Where no group is stated it is the own one of the kind.
    """
    own = _OWN.get(kind)
    return kind if own is None or group in ("", "core") or group in own else f"{group}/{kind}"


def group(resource: Resource) -> str:
    """The API group of an object."""
    return group_of(resource.type.rpartition("/")[0])


def is_namesake(resource: Resource) -> bool:
    """Whether an object only shares the name of its kind with one that is followed."""
    own = _OWN.get(resource.kind)
    return own is not None and group(resource) not in own


def is_foreign_policy(group: str, kind: str) -> bool:
    """Whether a kind is one of `FOREIGN_POLICIES`."""
    return kind in FOREIGN_POLICIES.get(group, ())


def adds_to(group: str, kind: str) -> str:
    """The kind that is not wholly known where one was not read: itself, or NetworkPolicy for one of those."""
    return "NetworkPolicy" if is_foreign_policy(group, kind) else kind


def foreign_policy(resource: Resource) -> str | None:
    """Of which policies an object leaves open whether they are all known: a key of `ResourceGraph.incomplete`.

    None where the object is no network policy of a kind that is not followed, or one that takes nothing away.
    """
    kind = resource.kind
    if not kind.endswith("NetworkPolicy"):
        return None
    of = group(resource)
    if not is_foreign_policy(of, kind) or (of == _ADMIN and not _may_deny(resource)):
        return None
    if kind != "NetworkPolicy":
        return "NetworkPolicy"
    if of == "projectcalico.org" and resource.name.startswith(_SHOWN_AGAIN):
        return None
    namespace = "default" if resource.namespace is None else resource.namespace
    return "NetworkPolicy" if namespace == UNKNOWN_NAMESPACE else f"NetworkPolicy/{namespace}"


def _may_deny(resource: Resource) -> bool:
    """Whether an administrator's policy may have a rule that denies: what none selects or denies stays as it was."""
    spec = resource.attributes.get("spec")
    if not isinstance(spec, dict):
        return True
    for direction in ("ingress", "egress"):
        rules = spec.get(direction, ())
        if not isinstance(rules, (list, tuple)):
            return True
        if any(not isinstance(rule, dict) or rule.get("action") not in ("Accept", "Allow", "Pass") for rule in rules):
            return True
    return False
