"""Which object of the Kubernetes API a resource of Terraform's Kubernetes provider makes.

Source: the resources' pages on https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs. Types that
only change objects made elsewhere (`kubernetes_labels`, `kubernetes_env`, ...) are not here.
"""

from __future__ import annotations

from scanner.inputs.kubernetes.kinds import group_of

_RBAC = "rbac.authorization.k8s.io/v1"
_NETWORK = "networking.k8s.io/v1"
_ADMISSION = "admissionregistration.k8s.io/v1"

_CURRENT = {
    "api_service": ("apiregistration.k8s.io/v1", "APIService"),
    "certificate_signing_request": ("certificates.k8s.io/v1", "CertificateSigningRequest"),
    "cluster_role": (_RBAC, "ClusterRole"),
    "cluster_role_binding": (_RBAC, "ClusterRoleBinding"),
    "config_map": ("v1", "ConfigMap"),
    "cron_job": ("batch/v1", "CronJob"),
    "csi_driver": ("storage.k8s.io/v1", "CSIDriver"),
    "daemon_set": ("apps/v1", "DaemonSet"),
    "default_service_account": ("v1", "ServiceAccount"),
    "deployment": ("apps/v1", "Deployment"),
    "endpoint_slice": ("discovery.k8s.io/v1", "EndpointSlice"),
    "endpoints": ("v1", "Endpoints"),
    "horizontal_pod_autoscaler": ("autoscaling/v1", "HorizontalPodAutoscaler"),
    "ingress": (_NETWORK, "Ingress"),
    "ingress_class": (_NETWORK, "IngressClass"),
    "job": ("batch/v1", "Job"),
    "limit_range": ("v1", "LimitRange"),
    "mutating_webhook_configuration": (_ADMISSION, "MutatingWebhookConfiguration"),
    "namespace": ("v1", "Namespace"),
    "network_policy": (_NETWORK, "NetworkPolicy"),
    "persistent_volume": ("v1", "PersistentVolume"),
    "persistent_volume_claim": ("v1", "PersistentVolumeClaim"),
    "pod": ("v1", "Pod"),
    "pod_disruption_budget": ("policy/v1", "PodDisruptionBudget"),
    "priority_class": ("scheduling.k8s.io/v1", "PriorityClass"),
    "replication_controller": ("v1", "ReplicationController"),
    "resource_quota": ("v1", "ResourceQuota"),
    "role": (_RBAC, "Role"),
    "role_binding": (_RBAC, "RoleBinding"),
    "runtime_class": ("node.k8s.io/v1", "RuntimeClass"),
    "secret": ("v1", "Secret"),
    "service": ("v1", "Service"),
    "service_account": ("v1", "ServiceAccount"),
    "stateful_set": ("apps/v1", "StatefulSet"),
    "storage_class": ("storage.k8s.io/v1", "StorageClass"),
    "validating_webhook_configuration": (_ADMISSION, "ValidatingWebhookConfiguration"),
}
"""By the word between `kubernetes_` and `_v1`. Most types are also there without the version, and mean the same."""

_OTHERS = {
    "kubernetes_certificate_signing_request": ("certificates.k8s.io/v1beta1", "CertificateSigningRequest"),
    "kubernetes_cron_job": ("batch/v1beta1", "CronJob"),
    "kubernetes_csi_driver": ("storage.k8s.io/v1beta1", "CSIDriver"),
    "kubernetes_daemonset": ("apps/v1", "DaemonSet"),
    "kubernetes_horizontal_pod_autoscaler_v2": ("autoscaling/v2", "HorizontalPodAutoscaler"),
    "kubernetes_horizontal_pod_autoscaler_v2beta2": ("autoscaling/v2beta2", "HorizontalPodAutoscaler"),
    "kubernetes_ingress": ("extensions/v1beta1", "Ingress"),
    "kubernetes_pod_disruption_budget": ("policy/v1beta1", "PodDisruptionBudget"),
    "kubernetes_pod_security_policy": ("policy/v1beta1", "PodSecurityPolicy"),
    "kubernetes_pod_security_policy_v1beta1": ("policy/v1beta1", "PodSecurityPolicy"),
}
"""Types of other names, and those that without a version mean an older one."""

_PREFIX = "kubernetes_"


def object_kind(type: str) -> tuple[str, str] | None:
    """`apiVersion` and `kind` of what a resource of a Terraform type makes; None when that is no object of its own."""
    found = _OTHERS.get(type)
    if found is None and type.startswith(_PREFIX):
        found = _CURRENT.get(type.removeprefix(_PREFIX).removesuffix("_v1"))
    return found


def made_by(type: str) -> str | None:
    """What a rule matches instead of a Terraform type, because that is judged as the object which it makes: the kind
    (`apps/Deployment`), or words where there is no single one. None for a type that is judged as it is.
    """
    if type in ("kubernetes_manifest", "kubectl_manifest"):
        return "the kind of the object"
    found = object_kind(type)
    return None if found is None else f"{group_of(found[0])}/{found[1]}".lstrip("/")


GROUPS = frozenset(group_of(version) for version, _ in (*_CURRENT.values(), *_OTHERS.values()))
"""Groups of the API that Kubernetes itself serves, as far as the provider has types for them."""
