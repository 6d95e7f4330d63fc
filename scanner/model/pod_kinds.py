"""The kinds of Kubernetes itself that carry a pod: https://kubernetes.io/docs/concepts/workloads/"""

from __future__ import annotations

POD_KINDS = (
    "Pod",
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Job",
    "CronJob",
    "PodTemplate",
)
