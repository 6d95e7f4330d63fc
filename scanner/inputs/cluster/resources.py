"""How the API calls the resources of kinds that rules read, without a cluster to ask.

Sources: the API reference of Kubernetes (https://kubernetes.io/docs/reference/kubernetes-api/) and the resource
definitions of Antrea, Calico, Cilium, Istio, Linkerd, the Gateway API and the Network Policy API.
"""

from __future__ import annotations

from scanner.inputs.cluster.known import HOMES, SAME_OBJECTS
from scanner.inputs.kubernetes.api_groups import FOREIGN_POLICIES
from scanner.inputs.kubernetes.kinds import is_cluster_scoped

_POLICIES = {
    "AdminNetworkPolicy": "adminnetworkpolicies",
    "BaselineAdminNetworkPolicy": "baselineadminnetworkpolicies",
    "ClusterNetworkPolicy": "clusternetworkpolicies",
    "GlobalNetworkPolicy": "globalnetworkpolicies",
    "NetworkPolicy": "networkpolicies",
}
_RESOURCES = {
    "": {
        "ConfigMap": "configmaps",
        "Endpoints": "endpoints",
        "LimitRange": "limitranges",
        "Namespace": "namespaces",
        "Node": "nodes",
        "PersistentVolume": "persistentvolumes",
        "PersistentVolumeClaim": "persistentvolumeclaims",
        "Pod": "pods",
        "PodTemplate": "podtemplates",
        "ReplicationController": "replicationcontrollers",
        "ResourceQuota": "resourcequotas",
        "Secret": "secrets",
        "Service": "services",
        "ServiceAccount": "serviceaccounts",
    },
    "admissionregistration.k8s.io": {
        "MutatingAdmissionPolicy": "mutatingadmissionpolicies",
        "MutatingAdmissionPolicyBinding": "mutatingadmissionpolicybindings",
        "MutatingWebhookConfiguration": "mutatingwebhookconfigurations",
        "ValidatingAdmissionPolicy": "validatingadmissionpolicies",
        "ValidatingAdmissionPolicyBinding": "validatingadmissionpolicybindings",
        "ValidatingWebhookConfiguration": "validatingwebhookconfigurations",
    },
    "apiextensions.k8s.io": {"CustomResourceDefinition": "customresourcedefinitions"},
    "apps": {
        "ControllerRevision": "controllerrevisions",
        "DaemonSet": "daemonsets",
        "Deployment": "deployments",
        "ReplicaSet": "replicasets",
        "StatefulSet": "statefulsets",
    },
    "autoscaling": {"HorizontalPodAutoscaler": "horizontalpodautoscalers"},
    "batch": {"CronJob": "cronjobs", "Job": "jobs"},
    "cilium.io": {
        "CiliumClusterwideNetworkPolicy": "ciliumclusterwidenetworkpolicies",
        "CiliumNetworkPolicy": "ciliumnetworkpolicies",
    },
    "discovery.k8s.io": {"EndpointSlice": "endpointslices"},
    "gateway.networking.k8s.io": {
        "GRPCRoute": "grpcroutes",
        "Gateway": "gateways",
        "GatewayClass": "gatewayclasses",
        "HTTPRoute": "httproutes",
        "ReferenceGrant": "referencegrants",
        "TCPRoute": "tcproutes",
        "TLSRoute": "tlsroutes",
        "UDPRoute": "udproutes",
    },
    "networking.k8s.io": {
        "Ingress": "ingresses",
        "IngressClass": "ingressclasses",
        "NetworkPolicy": "networkpolicies",
    },
    "node.k8s.io": {"RuntimeClass": "runtimeclasses"},
    "policy": {"PodDisruptionBudget": "poddisruptionbudgets"},
    "policy.linkerd.io": {
        "AuthorizationPolicy": "authorizationpolicies",
        "MeshTLSAuthentication": "meshtlsauthentications",
        "Server": "servers",
        "ServerAuthorization": "serverauthorizations",
    },
    "rbac.authorization.k8s.io": {
        "ClusterRole": "clusterroles",
        "ClusterRoleBinding": "clusterrolebindings",
        "Role": "roles",
        "RoleBinding": "rolebindings",
    },
    "scheduling.k8s.io": {"PriorityClass": "priorityclasses"},
    "security.istio.io": {
        "AuthorizationPolicy": "authorizationpolicies",
        "PeerAuthentication": "peerauthentications",
        "RequestAuthentication": "requestauthentications",
    },
    "storage.k8s.io": {"CSIDriver": "csidrivers", "StorageClass": "storageclasses"},
    # Policies of other groups stand last: NetworkPolicy alone means that of Kubernetes.
    **{group: {kind: _POLICIES[kind] for kind in kinds} for group, kinds in FOREIGN_POLICIES.items()},
}

_OF_CLUSTERS = frozenset(_POLICIES) - {"NetworkPolicy"} | {"CiliumClusterwideNetworkPolicy"}
"""Kinds of others that have no namespace."""


def resource_of(name: str) -> tuple[str, str, bool] | None:
    """Group, resource and whether it has namespaces, of `Deployment` or `apps/Deployment`; None for an unknown kind.

    Groups that give the objects of another one again are taken for that one.
    """
    group, slash, kind = name.rpartition("/")
    if slash:
        group = SAME_OBJECTS.get((group, kind), group)
        groups = [group] if kind in _RESOURCES.get(group, ()) else []
    else:
        home = HOMES.get(kind)
        groups = [home] if home is not None else [each for each, kinds in _RESOURCES.items() if kind in kinds]
    if not groups or kind not in _RESOURCES.get(groups[0], ()):
        return None
    group = groups[0]
    scoped = kind in _OF_CLUSTERS or is_cluster_scoped(f"{group}/v1" if group else "v1", kind)
    return group, _RESOURCES[group][kind], not scoped
