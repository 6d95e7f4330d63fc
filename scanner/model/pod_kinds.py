"""The kinds of Kubernetes itself that carry a pod: https://kubernetes.io/docs/concepts/workloads/"""

from __future__ import annotations

POD_GROUPS = {
    "Pod": "",
    "Deployment": "apps",
    "StatefulSet": "apps",
    "DaemonSet": "apps",
    "ReplicaSet": "apps",
    "ReplicationController": "",
    "Job": "batch",
    "CronJob": "batch",
    "PodTemplate": "",
}
"""Each of them, and its API group."""
POD_KINDS = tuple(POD_GROUPS)
