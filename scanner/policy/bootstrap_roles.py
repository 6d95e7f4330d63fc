"""Roles that every cluster has, whose rules are the same in all of them.

Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy of k8s.io/kubernetes v1.36.3. Roles whose rules hang on the
version or on features of a cluster are left out.
"""

from __future__ import annotations

from scanner.model.values import Value

_CERTIFICATES = "certificates.k8s.io"
_REQUESTS = "certificatesigningrequests"

BOOTSTRAP_ROLES: dict[tuple[str, str | None, str], tuple[dict[str, Value], ...]] = {
    ("ClusterRole", None, "cluster-admin"): (
        {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
        {"nonResourceURLs": ["*"], "verbs": ["*"]},
    ),
    ("ClusterRole", None, "system:auth-delegator"): (
        {"apiGroups": ["authentication.k8s.io"], "resources": ["tokenreviews"], "verbs": ["create"]},
        {"apiGroups": ["authorization.k8s.io"], "resources": ["subjectaccessreviews"], "verbs": ["create"]},
    ),
    ("ClusterRole", None, "system:node-bootstrapper"): (
        {"apiGroups": [_CERTIFICATES], "resources": [_REQUESTS], "verbs": ["create", "get", "list", "watch"]},
    ),
    ("ClusterRole", None, f"system:{_CERTIFICATES}:{_REQUESTS}:nodeclient"): (
        {"apiGroups": [_CERTIFICATES], "resources": [f"{_REQUESTS}/nodeclient"], "verbs": ["create"]},
    ),
    ("ClusterRole", None, f"system:{_CERTIFICATES}:{_REQUESTS}:selfnodeclient"): (
        {"apiGroups": [_CERTIFICATES], "resources": [f"{_REQUESTS}/selfnodeclient"], "verbs": ["create"]},
    ),
    ("Role", "kube-system", "extension-apiserver-authentication-reader"): (
        {
            "apiGroups": [""],
            "resources": ["configmaps"],
            "resourceNames": ["extension-apiserver-authentication"],
            "verbs": ["get", "list", "watch"],
        },
    ),
}
"""Their rules, by kind, namespace and name."""
