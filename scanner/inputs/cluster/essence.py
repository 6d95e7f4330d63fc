"""What of a pod its owner decided: the pod without what the API server, the scheduler and controllers fill in.

A server writes the fields of all objects in one order, so that nothing need be sorted.

Sources: https://kubernetes.io/docs/reference/labels-annotations-taints/,
https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
"""

from __future__ import annotations

import marshal
from collections.abc import Callable
from typing import Any

from scanner.inputs.cluster.filled import POD_LABELS, POD_SPEC, RUN_ANNOTATIONS
from scanner.inputs.kubernetes.pods import CONTAINER_LISTS, KUBERNETES, Workloads
from scanner.model.resources import Resource

_FILLED: dict[str, tuple[Any, ...]] = {
    **{name: (value,) for name, value in POD_SPEC.items()},
    "serviceAccountName": ("", "default"),
    "serviceAccount": ("", "default"),
    "securityContext": ({},),
}
"""What is filled in where nothing is written, by field of the pod's spec."""
_PLACED = frozenset({"nodeName", "hostname", "subdomain", "priority", "affinity"})
"""Where and as what the pod runs."""
_TOKEN = "kube-api-access-"
"""Begins the name of the volume with the token that a pod is given."""
_TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
"""Where the volume is mounted."""
_AUTHORITIES = frozenset({"kube-root-ca.crt", "openshift-service-ca.crt"})
"""ConfigMaps that are put into the volume beside the token."""


def essence(resource: Resource, workloads: Workloads = KUBERNETES) -> bytes | None:
    """The same for a pod and for the template that it was made from; None where there is no template or pod spec."""
    carrier = workloads.find(resource.kind, resource.attributes)
    if carrier is None or carrier.template == carrier.spec:
        return None
    template: Any = resource.attributes
    for step in carrier.template:
        template = template.get(step) if isinstance(template, dict) else None
    spec = template.get("spec") if isinstance(template, dict) else None
    if not isinstance(spec, dict):
        return None
    tokens = _tokens(spec)
    own = {name: _REDUCED[name](value, resource, tokens) if name in _REDUCED else value for name, value in spec.items()}
    account = own.get("serviceAccountName")
    kept = [
        (name, value)
        for name, value in own.items()
        if name not in _PLACED
        and (value or isinstance(value, int))
        and not (name in _FILLED and _is_filled(name, value))
        if not (account and name == "serviceAccount")
    ]
    metadata = template.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    labels, annotations = metadata.get("labels"), metadata.get("annotations")
    if isinstance(labels, dict):
        labels = [(key, value) for key, value in labels.items() if key not in POD_LABELS]
    if isinstance(annotations, dict):
        annotations = [each for each in annotations.items() if not each[0].startswith(RUN_ANNOTATIONS)]
    return _digest((labels or None, annotations or None, kept))


def likeness(resource: Resource) -> bytes | None:
    """The same for two pods only if they differ in nothing but their name, node and state; None where unknown."""
    attributes = resource.attributes
    metadata, spec = attributes.get("metadata"), attributes.get("spec")
    if not isinstance(metadata, dict) or not isinstance(spec, dict):
        return None
    own = {name: value for name, value in spec.items() if name not in ("nodeName", "hostname")}
    parts = (resource.namespace, metadata.get("labels"), metadata.get("annotations"), metadata.get("ownerReferences"))
    return _digest((*parts, own), next(iter(_tokens(spec)), ""))


def _digest(parts: Any, token: str = "") -> bytes | None:
    try:
        data = marshal.dumps(parts, 2)  # later versions tell shared objects from equal ones
    except ValueError:
        return None
    from hashlib import blake2b

    if token:
        data = data.replace(token.encode(), _TOKEN.encode())
    return blake2b(data, digest_size=16).digest()


def _is_filled(name: str, value: Any) -> bool:
    return any(value.__class__ is each.__class__ and value == each for each in _FILLED[name])


def _tokens(spec: dict[str, Any]) -> frozenset[str]:
    """Names of the volumes with a token that the API server gave to a pod."""
    volumes = spec.get("volumes")
    return frozenset(each["name"] for each in volumes if _is_token(each)) if isinstance(volumes, list) else frozenset()


def _is_token(volume: Any) -> bool:
    """Whether a volume is what the API server makes for the token, and not one that only has such a name."""
    name = volume.get("name") if isinstance(volume, dict) else None
    if not isinstance(name, str) or not name.startswith(_TOKEN) or volume.keys() != {"name", "projected"}:
        return False
    projected = volume["projected"]
    sources = projected.get("sources") if isinstance(projected, dict) else None
    return isinstance(sources, list) and bool(sources) and all(map(_is_of_token, sources))


def _is_of_token(source: Any) -> bool:
    """Whether a part of a volume is one that the token's has: the token, an authority, the name of the namespace."""
    if not isinstance(source, dict) or len(source) != 1:
        return False
    ((sort, value),) = source.items()
    if not isinstance(value, dict):
        return False
    if sort == "serviceAccountToken":
        return value.get("path") == "token" and not value.get("audience")
    if sort == "configMap":
        return value.get("name") in _AUTHORITIES
    items = value.get("items")
    return sort == "downwardAPI" and isinstance(items, list) and all(map(_is_namespace, items))


def _is_namespace(item: Any) -> bool:
    field = item.get("fieldRef") if isinstance(item, dict) else None
    return isinstance(field, dict) and field.get("fieldPath") == "metadata.namespace"


def _volumes(value: Any, resource: Resource, tokens: frozenset[str]) -> Any:
    """Without the token's volume, and without the claims that a StatefulSet makes for each of its pods."""
    if not isinstance(value, list):
        return value
    return [each for each in value if not (_is_token(each) or (isinstance(each, dict) and _is_claim(each, resource)))]


def _is_claim(volume: dict[str, Any], resource: Resource) -> bool:
    name, claim = volume.get("name"), volume.get("persistentVolumeClaim")
    return isinstance(claim, dict) and claim.get("claimName") == f"{name}-{resource.name}"


def _containers(value: Any, resource: Resource, tokens: frozenset[str]) -> Any:
    return [_container(each, tokens) for each in value] if tokens and isinstance(value, list) else value


def _container(value: Any, tokens: frozenset[str]) -> Any:
    mounts = value.get("volumeMounts") if isinstance(value, dict) else None
    if not isinstance(mounts, list):
        return value
    own = [each for each in mounts if not (isinstance(each, dict) and _is_mount(each, tokens))]
    if len(own) == len(mounts):
        return value
    found = {**value, "volumeMounts": own}
    if not own:
        del found["volumeMounts"]
    return found


def _is_mount(mount: dict[str, Any], tokens: frozenset[str]) -> bool:
    return mount.get("mountPath") == _TOKEN_PATH and str(mount.get("name")) in tokens


def _tolerations(value: Any, resource: Resource, tokens: frozenset[str]) -> Any:
    if not isinstance(value, list):
        return value
    return [
        each
        for each in value
        if not (isinstance(each, dict) and str(each.get("key")).startswith("node.kubernetes.io/"))
    ]


_REDUCED: dict[str, Callable[[Any, Resource, frozenset[str]], Any]] = {
    "volumes": _volumes,
    "tolerations": _tolerations,
    **dict.fromkeys(CONTAINER_LISTS, _containers),
}
