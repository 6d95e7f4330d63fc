"""Unknown values that leave open which resources are linked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from scanner.model.resources import Link, Relation, Resource
from scanner.model.values import Path, Unknown, Value, place_at

_DEEPEST = 24
_MOST = 50_000
_LOOKED_INTO = (dict, list, tuple, Unknown)
"""Parts of one resource that are looked at."""

NO_NAMES = frozenset({"tags", "tags_all", "labels", "annotations", "status", "timeouts"})
"""What names no other resource."""
_OUTSIDE = ("var.", "data.", "module.", "local.", "each.", "path.", "terraform.")
_LABELLED = frozenset({"metadata", "spec", "template", "jobTemplate", "labels", "namespace"})
_IDENTITY = (("metadata",), ("metadata", "name"), ("metadata", "namespace"))

NAMES = frozenset({
    "account_id", "bucket", "cluster_identifier", "dataset_id", "domain_name", "family", "function_name", "identifier",
    "key_name", "name", "replication_group_id", "repository_id", "repository_name", "secret_id", "table_id",
})  # fmt: skip
"""Arguments of Terraform resources that others name them by."""

HOLDERS = frozenset({
    "access_log_settings", "access_logs", "broker_logs", "cloud_storage_config", "cloudwatch_logs", "cluster_config",
    "configuration", "connection_logs", "container", "data_export", "database_encryption", "dead_letter_config",
    "dead_letter_policy", "default_encryption_configuration", "destination", "disk_encryption_key", "encryption",
    "encryption_configuration", "execute_command_configuration", "extended_s3_configuration", "gce_cluster_config",
    "iam_instance_profile", "ip_configuration", "launch_template", "log_configuration", "log_destination",
    "log_destination_config", "log_publishing_options", "logging", "logging_config", "logging_configuration",
    "logging_info", "network_interface", "networks", "node_config", "oidc_token", "origin", "private_visibility_config",
    "push_config", "replication_configuration", "report_delivery_channel", "rule", "rules", "s3",
    "s3_bucket_destination", "service_account", "service_config", "settings", "spec", "storage_account",
    "storage_class_analysis", "template", "volume",
})  # fmt: skip
"""Blocks of Terraform resources that hold arguments by which others are named."""

ANYTHING_ELSE = (
    "action", "boundary", "config", "destination", "endpoint", "identifier", "link", "member", "principal", "resource",
    "source", "target", "value", "allocation", "image", "arn", "id",
)  # fmt: skip
"""Last words of arguments that name resources without saying of which type."""

MESH_ROOT = "istio-system"
"""The namespace whose policies hold for a whole mesh, unless it is set up otherwise."""

_NAMING = frozenset({
    "backend", "backendRef", "backendRefs", "clientConfig", "configMap", "configMapKeyRef", "configMapRef",
    "containers", "defaultBackend", "env", "envFrom", "from", "http", "identityRefs", "imagePullSecrets",
    "initContainers", "kind",
    "metadata", "name", "namespace", "ownerReferences", "parentRefs", "paths", "requiredAuthenticationRefs", "roleRef",
    "rules", "scaleTargetRef", "secret", "secretKeyRef", "secretRef", "server", "service", "serviceAccount", "sources",
    "spec", "subjects", "targetRef", "targetRefs", "template", "tls", "to", "valueFrom", "volumes", "webhooks",
})  # fmt: skip
"""Fields of Kubernetes objects by which, or somewhere in which, others are named."""

_ROLES = ("target_", "source_", "destination_")
_WAYS = ("_name", "_id", "_arn", "_url")
"""How the names of arguments begin and end that are called after the type of resource they name."""

Doubt: TypeAlias = tuple[Path, Unknown]
"""An Unknown and where it lies."""

Said: TypeAlias = tuple[tuple[str, ...], tuple[Unknown, ...]]
"""The texts and the Unknowns in a resource that may name others."""


def doubts_of(resource: Resource) -> tuple[Doubt, ...]:
    """The Unknowns anywhere in a resource that may turn out to be anything."""
    attributes = resource.attributes
    return () if resource.plain or _is_known(attributes) else tuple(_unknowns(attributes, resource.is_object))


def may_name(doubts: tuple[Doubt, ...], relation: Relation | None) -> Unknown | None:
    """The first doubt that leaves open what a resource names, or with the relation `selects` what it selects."""
    for path, unknown in doubts:
        if NO_NAMES.isdisjoint(map(str, path)) and (relation != "selects" or _is_of_selector(path)):
            return unknown
    return None


def may_name_another(resource: Resource, doubts: tuple[Doubt, ...], links: list[Link], kind: str) -> Unknown | None:
    """The first doubt in an argument that is called after a Terraform type, as `target_bucket` is after aws_s3_bucket.

    These links to resources of the type decide what their own arguments name, and leave open what others name.
    """
    for path, unknown in doubts:
        last = next((index for index, step in reversed(list(enumerate(path))) if isinstance(step, str)), None)
        if last is not None and f"_{kind}".endswith(f"_{_called_after(str(path[last]))}"):
            place = place_at(resource.attributes, path[: last + 1])
            if all(link.place != place for link in links):
                return unknown
    return None


def may_name_more(doubts: tuple[Doubt, ...], relation: Relation | None) -> Unknown | None:
    """The first doubt that leaves open what a Kubernetes object names or selects besides what it is known to."""
    for path, unknown in doubts:
        if path == ("metadata", "name") or not NO_NAMES.isdisjoint(map(str, path)):
            continue
        last = next((step for step in reversed(path) if isinstance(step, str)), "")
        if _is_of_selector(path) or (relation != "selects" and (last in _NAMING or last.endswith("Name"))):
            return unknown
    return None


def selects_near(resource: Resource) -> bool:
    """Whether a Kubernetes object selects in its own namespace only."""
    return resource.namespace not in (None, MESH_ROOT) and not resource.kind.startswith("CiliumClusterwide")


def _called_after(argument: str) -> str:
    argument = argument.removesuffix("s")
    for way in _WAYS:
        argument = argument.removesuffix(way)
    for role in _ROLES:
        argument = argument.removeprefix(role)
    return argument


def may_be_named(resource: Resource, doubts: tuple[Doubt, ...], other: Resource) -> Unknown | None:
    """The first doubt that leaves open whether `other` names or selects this Kubernetes object."""
    if not resource.is_object:
        return None
    if None not in (resource.namespace, other.namespace) and resource.namespace != other.namespace:
        doubts = tuple(doubt for doubt in doubts if doubt[0] in _IDENTITY and doubt[0][-1] != "name")
    selects = has_selector(other)
    for path, unknown in doubts:
        if not path or path in _IDENTITY or (selects and ("labels" in path or path[-1] in _LABELLED)):
            return unknown
    return None


def unknown_names(resource: Resource) -> tuple[Unknown, ...]:
    """Names of a Terraform resource that are not known."""
    if resource.is_object:
        return ()
    return tuple(v for name, v in resource.attributes.items() if isinstance(v, Unknown) and name in NAMES)


def said_in(resource: Resource) -> Said:
    """What a Terraform resource may name others by. Where there is more than is looked at `doubts_of` has a doubt."""
    texts: dict[str, None] = {}
    unknowns: list[Unknown] = []
    waiting: list[Value] = [value for name, value in resource.attributes.items() if name not in NO_NAMES]
    for _ in range(_MOST):
        if not waiting:
            break
        node = waiting.pop()
        if isinstance(node, str):
            texts[node] = None
        elif isinstance(node, Unknown):
            unknowns.append(node)
        elif isinstance(node, (dict, list)):
            waiting.extend(node.values() if isinstance(node, dict) else node)
    return tuple(texts), tuple(unknowns)


def _is_of_selector(path: Path) -> bool:
    named = any(str(step).lower().endswith("selector") for step in path)
    return named or path in ((), ("spec",), ("specs",), *_IDENTITY)


def has_selector(resource: Resource) -> bool:
    """Whether a Kubernetes object selects others, or may."""
    spec = resource.attributes.get("spec")
    if isinstance(spec, Unknown) or "specs" in resource.attributes:
        return True
    return isinstance(spec, dict) and any(str(key).lower().endswith("selector") for key in spec)


def _is_known(root: Value) -> bool:
    """True where nothing is Unknown, and there is no more than is looked at: the common case, without the paths."""
    waiting: list[Value] = [root]
    seen = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, Unknown):
            return False
        seen += len(node)
        if seen > _MOST:
            return False
        items = node.values() if isinstance(node, dict) else node
        waiting += [item for item in items if isinstance(item, _LOOKED_INTO)]
    return True


def _unknowns(root: Value, every: bool) -> Iterator[Doubt]:
    """The Unknowns that no link tells of. An object is linked by labels and names, whatever these come from."""
    waiting: list[tuple[Path, Value]] = [((), root)]
    seen = 0
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Unknown):
            if every or is_from_outside(node):
                yield path, node
        elif isinstance(node, (dict, list, tuple)) and len(path) < _DEEPEST:
            seen += len(node)
            if seen > _MOST:
                yield (), Unknown("it has more parts than are looked at", origin=("too large", id(root)))
                return
            entries = node.items() if isinstance(node, dict) else enumerate(node)
            waiting.extend(((*path, step), item) for step, item in entries if not isinstance(item, (str, int, float)))


def is_from_outside(value: Unknown) -> bool:
    """True unless the Unknown is known to be an attribute of some managed resource: then a link says which."""
    return not value.references or value.references[-1].name.startswith(_OUTSIDE)
