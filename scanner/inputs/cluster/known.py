"""What is known of kinds before a cluster is asked."""

from __future__ import annotations

from scanner.model.pod_kinds import POD_KINDS

SAME_OBJECTS = {
    ("extensions", "DaemonSet"): "apps",
    ("extensions", "Deployment"): "apps",
    ("extensions", "Ingress"): "networking.k8s.io",
    ("extensions", "NetworkPolicy"): "networking.k8s.io",
    ("extensions", "PodSecurityPolicy"): "policy",
    ("extensions", "ReplicaSet"): "apps",
    ("events.k8s.io", "Event"): "",
}
"""Groups that gave the objects of another group once more: https://kubernetes.io/docs/reference/using-api/deprecation-guide/"""

HOMES = {
    "Application": "argoproj.io",
    "AuthorizationPolicy": "security.istio.io",
    "CiliumClusterwideNetworkPolicy": "cilium.io",
    "CiliumNetworkPolicy": "cilium.io",
    "Gateway": "gateway.networking.k8s.io",
    "GRPCRoute": "gateway.networking.k8s.io",
    "HTTPRoute": "gateway.networking.k8s.io",
    "MeshTLSAuthentication": "policy.linkerd.io",
    "PeerAuthentication": "security.istio.io",
    "ReferenceGrant": "gateway.networking.k8s.io",
    "Server": "policy.linkerd.io",
    "ServerAuthorization": "policy.linkerd.io",
    "TCPRoute": "gateway.networking.k8s.io",
    "TLSRoute": "gateway.networking.k8s.io",
    "UDPRoute": "gateway.networking.k8s.io",
}
"""Groups of custom kinds that rules ask for. Kinds of Kubernetes itself never come from an extension server."""

BUILT_IN = frozenset(
    {
        "CSIDriver",
        "CSINode",
        "ClusterRole",
        "ClusterRoleBinding",
        "ConfigMap",
        "ControllerRevision",
        "CronJob",
        "CustomResourceDefinition",
        "DaemonSet",
        "Deployment",
        "EndpointSlice",
        "Endpoints",
        "Event",
        "HorizontalPodAutoscaler",
        "Ingress",
        "IngressClass",
        "Job",
        "Lease",
        "LimitRange",
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "Namespace",
        "NetworkPolicy",
        "Node",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Pod",
        "PodDisruptionBudget",
        "PodSecurityPolicy",
        "PodTemplate",
        "PriorityClass",
        "ReplicaSet",
        "ReplicationController",
        "ResourceQuota",
        "Role",
        "RoleBinding",
        "RuntimeClass",
        "Secret",
        "Service",
        "ServiceAccount",
        "StatefulSet",
        "StorageClass",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
        "VolumeAttachment",
    }
)
"""Kinds of Kubernetes itself: https://kubernetes.io/docs/reference/kubernetes-api/"""

CARRIERS = frozenset(POD_KINDS)
"""Kinds that carry a pod."""

NAMESPACE_BOUND = frozenset(
    {
        "ConfigMap",
        "CronJob",
        "DaemonSet",
        "Deployment",
        "EndpointSlice",
        "Endpoints",
        "HorizontalPodAutoscaler",
        "Ingress",
        "Job",
        "LimitRange",
        "NetworkPolicy",
        "PersistentVolumeClaim",
        "Pod",
        "PodDisruptionBudget",
        "PodTemplate",
        "ReplicaSet",
        "ReplicationController",
        "ResourceQuota",
        "Secret",
        "StatefulSet",
    }
)
"""Kinds whose objects name, and are named by, nothing outside of their namespace that a verdict depends on."""
