"""Objects of many kinds, with what the API server fills in left out wherever it may be."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_PROBE = {"httpGet": {"port": 8080}}
_POD: Json = {
    "serviceAccountName": "web",
    "initContainers": [{"name": "init", "image": "busybox:latest", "command": ["true"]}],
    "containers": [
        {
            "name": "web",
            "image": "web",
            "ports": [{"containerPort": 8080}, {"containerPort": 53, "protocol": "UDP"}],
            "env": [
                {"name": "A", "value": "x"},
                {"name": "B", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
                {"name": "C", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}},
                {"name": "D", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b"}}},
            ],
            "envFrom": [{"configMapRef": {"name": "settings"}}],
            "resources": {"limits": {"cpu": "1000m", "memory": "1024Mi"}, "requests": {"cpu": 0.5}},
            "livenessProbe": _PROBE,
            "readinessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 5},
            "startupProbe": {"grpc": {"port": 9000}},
            "lifecycle": {"preStop": {"httpGet": {"port": 8080}}},
            "securityContext": {"privileged": False, "capabilities": {"drop": ["ALL"]}},
            "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}, {"name": "all", "mountPath": "/all"}],
            "stdin": False,
            "tty": False,
        },
        {"name": "side", "image": "side:1", "securityContext": {}, "resources": {"limits": {"memory": "0.5Gi"}}},
    ],
    "volumes": [
        {"name": "tmp"},
        {"name": "sized", "emptyDir": {"sizeLimit": "1024Mi"}},
        {"name": "settings", "configMap": {"name": "settings"}},
        {"name": "key", "secret": {"secretName": "key"}},
        {"name": "host", "hostPath": {"path": "/var"}},
        {"name": "down", "downwardAPI": {"items": [{"path": "a", "fieldRef": {"fieldPath": "metadata.name"}}]}},
        {
            "name": "all",
            "projected": {"sources": [{"serviceAccountToken": {"path": "token"}}, {"configMap": {"name": "a"}}]},
        },
    ],
    "hostNetwork": False,
    "nodeSelector": {},
    "tolerations": [],
    "imagePullSecrets": [{"name": "registry"}],
    "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}],
}
_EMPTY: Json = {
    "restartPolicy": "",
    "dnsPolicy": "",
    "serviceAccountName": "",
    "hostNetwork": True,
    "containers": [
        {
            "name": "web",
            "image": "web",
            "imagePullPolicy": "",
            "ports": [
                {"containerPort": 8080, "protocol": ""},
                {"containerPort": 53, "protocol": "UDP", "hostPort": 0},
                {"containerPort": 53},
            ],
            "livenessProbe": {
                "httpGet": {"port": 8080, "path": "", "scheme": ""},
                "timeoutSeconds": 0,
                "periodSeconds": 0,
                "successThreshold": 0,
                "failureThreshold": 0,
            },
            "resources": {"requests": {"cpu": "100m"}, "limits": {"memory": "64Mi"}},
        },
    ],
    "resources": {"limits": {"cpu": "1", "memory": "128Mi"}},
}
"""Empty values that are filled in as absent ones are, and what follows from the host's network."""
_SELECTOR = {"matchLabels": {"app": "web"}}
_TEMPLATE: Json = {"metadata": {"labels": {"app": "web"}}, "spec": _POD}
_JOB: Json = {"template": {"spec": {**_POD, "restartPolicy": "Never"}}}


def _object(api_version: str, kind: str, **content: Any) -> Json:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "full"}, **content}


_CLAIM = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1024Mi"}}}
_WEBHOOK: Json = {
    "name": "a.example.com",
    "admissionReviewVersions": ["v1"],
    "sideEffects": "None",
    "clientConfig": {"service": {"name": "a", "namespace": "b"}},
    "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}],
}

_BACKEND = {"service": {"name": "a", "port": {"number": 1}}}
_RULE = {"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}

_ALL = [
    _object("v1", "Pod", spec=_POD),
    _object("apps/v1", "Deployment", spec={"selector": _SELECTOR, "template": _TEMPLATE, "strategy": {}}),
    _object("apps/v1", "DaemonSet", spec={"selector": _SELECTOR, "template": _TEMPLATE}),
    _object("apps/v1", "ReplicaSet", spec={"selector": _SELECTOR, "template": _TEMPLATE}),
    _object(
        "apps/v1",
        "StatefulSet",
        spec={
            "selector": _SELECTOR,
            "serviceName": "web",
            "template": _TEMPLATE,
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": _CLAIM}],
        },
    ),
    _object("v1", "ReplicationController", spec={"template": _TEMPLATE}),
    _object("v1", "PodTemplate", template=_TEMPLATE),
    _object("batch/v1", "Job", spec=_JOB),
    _object("batch/v1", "CronJob", spec={"schedule": "0 0 * * *", "jobTemplate": {"spec": _JOB}}),
    _object("v1", "Service", spec={"selector": {"app": "web"}, "ports": [{"port": 80}, {"name": "b", "port": 81}][:1]}),
    _object("v1", "PersistentVolumeClaim", spec=_CLAIM),
    _object("v1", "ServiceAccount"),
    _object("v1", "ConfigMap", data={"a": "b"}),
    _object("v1", "Secret", stringData={"a": "b"}),
    _object("v1", "LimitRange", spec={"limits": [{"type": "Container", "default": {"cpu": "1000m"}}]}),
    _object(
        "v1",
        "PersistentVolume",
        spec={"capacity": {"storage": "1024Mi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/d"}},
    ),
    _object("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}, "egress": [{"ports": [{"port": 53}]}]}),
    _object("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}, "ingress": []}),
    _object(
        "networking.k8s.io/v1", "Ingress", spec={"defaultBackend": {"service": {"name": "a", "port": {"number": 1}}}}
    ),
    _object("policy/v1", "PodDisruptionBudget", spec={"selector": _SELECTOR, "minAvailable": 1}),
    _object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        spec={"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"}},
    ),
    _object(
        "rbac.authorization.k8s.io/v1", "Role", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]
    ),
    _object(
        "rbac.authorization.k8s.io/v1",
        "RoleBinding",
        roleRef={"kind": "Role", "name": "full"},
        subjects=[{"kind": "User", "name": "a"}, {"kind": "ServiceAccount", "name": "b", "namespace": "c"}],
    ),
    _object("rbac.authorization.k8s.io/v1", "ClusterRole", aggregationRule={"clusterRoleSelectors": [_SELECTOR]}),
    _object("storage.k8s.io/v1", "StorageClass", provisioner="example.com/a"),
    _object("scheduling.k8s.io/v1", "PriorityClass", value=5),
    _object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", webhooks=[_WEBHOOK]),
    _object("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", webhooks=[_WEBHOOK]),
    _object(
        "admissionregistration.k8s.io/v1",
        "ValidatingAdmissionPolicy",
        spec={
            "matchConstraints": {"resourceRules": _WEBHOOK["rules"]},
            "validations": [{"expression": "true"}],
        },
    ),
    _object(
        "admissionregistration.k8s.io/v1",
        "ValidatingAdmissionPolicyBinding",
        spec={"policyName": "a", "validationActions": ["Deny"], "matchResources": {}},
    ),
    _object("v1", "Namespace"),
    _object("v1", "Pod", spec=_EMPTY),
    _object("apps/v1", "Deployment", spec={"selector": _SELECTOR, "template": {**_TEMPLATE, "spec": _EMPTY}}),
    _object(
        "v1",
        "Service",
        spec={
            "type": "",
            "clusterIP": "",
            "sessionAffinity": "",
            "ports": [{"port": 80, "protocol": "", "targetPort": 0}],
        },
    ),
    _object("v1", "Service", spec={"type": "NodePort", "ports": [{"port": 80, "nodePort": 0}]}),
    _object("networking.k8s.io/v1", "NetworkPolicy", spec={"podSelector": {}, "policyTypes": []}),
]

FULL: dict[str, Json] = {f"{each['kind']}-{number}": each for number, each in enumerate(_ALL)}
"""One of each kind, by a name for the test."""
