"""How Terraform's Kubernetes provider calls the fields of the API, and how it nests them.

Source: the provider's documentation (https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs) and the
API reference (https://kubernetes.io/docs/reference/kubernetes-api/).
"""

from __future__ import annotations

IRREGULAR = {
    "ceph_fs": "cephfs",
    "ceph_monitors": "monitors",
    "client_ip": "clientIP",
    "cluster_ip": "clusterIP",
    "cluster_ips": "clusterIPs",
    "data_disk_uri": "diskURI",
    "dataset_uuid": "datasetUUID",
    "downward_api": "downwardAPI",
    "endpoints_name": "endpoints",
    "external_ips": "externalIPs",
    "host_ip": "hostIP",
    "host_ipc": "hostIPC",
    "host_pid": "hostPID",
    "insecure_skip_tls_verify": "insecureSkipTLSVerify",
    "load_balancer_ip": "loadBalancerIP",
    "non_resource_urls": "nonResourceURLs",
    "pd_id": "pdID",
    "rados_user": "user",
    "rbd_image": "image",
    "rbd_pool": "pool",
    "run_as_username": "runAsUserName",
    "storage_provisioner": "provisioner",
    "target_cpu_utilization_percentage": "targetCPUUtilizationPercentage",
    "target_ww_ns": "targetWWNs",
    "timezone": "timeZone",
    "volume_id": "volumeID",
}
"""Fields whose name is not the API's in other letters."""

_PLURALS = {
    "address": "addresses",
    "endpoint": "endpoints",
    "policy": "policies",
    "not_ready_address": "notReadyAddresses",
}

_AS_THEY_ARE = frozenset({
    "allowed_flex_volumes", "allowed_host_paths", "cluster_role_selectors", "egress", "env", "env_from", "from",
    "host_aliases", "host_ports", "image_pull_secrets", "ingress", "items", "match_expressions", "match_fields",
    "match_label_expressions", "ports", "preferred_during_scheduling_ignored_during_execution",
    "required_during_scheduling_ignored_during_execution", "sources", "tls", "to",
})  # fmt: skip
"""Blocks that repeat and are called by the API as they are here; others are called by their plural there."""

_ONCE = frozenset({
    "config_map", "grpc", "label_selector", "namespace_selector", "parameters",
    "persistent_volume_claim_retention_policy", "post_start", "pre_stop", "projected", "rolling_update", "scale_down",
    "scale_up", "se_linux_options", "selector", "spec", "tcp_socket", "update_strategy",
})  # fmt: skip
"""Blocks that the provider's schema lets repeat although the API has one object; the first one counts."""

_LISTS = frozenset({"allowed_topologies"})
"""Blocks that occur once where the API has a list."""

INLINE = frozenset({"persistent_volume_source"})
"""Blocks that the API does not have: their content belongs to what is around them."""

INTEGERS = frozenset({
    "fs_group", "replicas", "run_as_group", "run_as_user", "toleration_seconds", "ttl_seconds_after_finished",
})  # fmt: skip
"""Numbers that the provider takes as text, to tell nothing from zero."""

NUMBERS_OR_NAMES = frozenset({
    "max_surge", "max_unavailable", "min_available", "port", "service_port", "target_port",
})  # fmt: skip
"""Text that the API takes as a number where it is one."""

OCTAL = frozenset({"default_mode", "mode"})
"""Numbers that are written as text in base eight."""


def field_name(name: str) -> str:
    """The API's name of an argument, or of a block that occurs once."""
    known = IRREGULAR.get(name)
    if known is not None:
        return known
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def block_name(name: str, repeats: bool, around: str) -> tuple[str, bool]:
    """The API's name of a block, and whether it is a list there. `around` is the block that it is in."""
    if not repeats:
        if name == "condition":
            return "conditions", False
        return field_name(name), name in _LISTS
    if name in _ONCE or (name == "secret" and around == "sources"):
        return field_name(name), False
    if name in _PLURALS:
        return _PLURALS[name], True
    return field_name(name) + ("" if name in _AS_THEY_ARE else "s"), True
