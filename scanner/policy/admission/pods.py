"""What the API server fills in of a pod, or of the template of one.

Source: `pkg/apis/core/v1/defaults.go` of https://github.com/kubernetes/kubernetes; tried with version 1.36.
"""

from __future__ import annotations

from typing import Any, Final

from scanner.model.values import Array, PartialList, Unknown, Value
from scanner.policy.admission.filling import changed, depending, each, filled, may_have
from scanner.policy.cel.unknowns import OpenMap, uncertain

_POD: Final[dict[str, Any]] = {
    "restartPolicy": "Always",
    "dnsPolicy": "ClusterFirst",
    "schedulerName": "default-scheduler",
    "terminationGracePeriodSeconds": 30,
    "securityContext": {},
}
_ALONE: Final[dict[str, Any]] = {
    "enableServiceLinks": True,
    "serviceAccountName": "default",
    "serviceAccount": "default",
    **{name: may_have(name) for name in ("priority", "priorityClassName", "preemptionPolicy", "imagePullSecrets")},
}
"""What only a pod gets, the last six from controllers of admission that are on in every cluster:
https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/"""
_CONTAINER: Final[dict[str, Any]] = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "resources": {},
}
_PROBE: Final[dict[str, Any]] = {
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
}
_FILES: Final = ("secret", "configMap", "downwardAPI", "projected")
_OTHERS: Final = ("iscsi", "rbd", "azureDisk", "scaleIO")
"""Volumes with defaults of their own, which are not followed."""


def pod_spec(spec: Value, alone: bool) -> Value:
    """The specification of a pod that is `alone`, or of a template, in which less is filled in."""
    if not isinstance(spec, dict):
        return spec
    found = {**_POD, **spec}
    for name, other in (("serviceAccount", "serviceAccountName"), ("serviceAccountName", "serviceAccount")):
        if name in spec:
            found.setdefault(other, spec[name])
    if alone:
        found = {**_ALONE, **found, "tolerations": _tolerations(found.get("tolerations"))}
    for name in ("containers", "initContainers", "ephemeralContainers"):
        found = changed(found, name, lambda items: each(items, lambda one: _container(one, spec, alone)))
    return changed(found, "volumes", lambda items: each(items, _volume))


def _tolerations(written: Value) -> Value:
    """Tolerations of a pod, to which some are added for nodes that are not ready or cannot be reached."""
    rest = may_have("tolerations")
    if isinstance(written, list) and written:
        return PartialList(rest, Array(written))
    return rest if written is None or isinstance(written, list) else written


def _container(container: Value, spec: dict[str, Any], alone: bool) -> Value:
    if not isinstance(container, dict):
        return container
    found = filled(container, {**_CONTAINER, "imagePullPolicy": _pull_policy(container.get("image"))})
    found = changed(found, "ports", lambda ports: each(ports, lambda port: _port(port, spec, alone)))
    found = changed(found, "env", lambda items: each(items, lambda one: changed(one, "valueFrom", _value_from)))
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        found = changed(found, name, lambda probe: _handler(filled(probe, _PROBE)))
    for name in ("postStart", "preStop"):
        found = changed(found, "lifecycle", lambda both, name=name: changed(both, name, _handler))
    if alone:
        found = {"resizePolicy": may_have("resizePolicy"), **found}
        found = changed(found, "resources", lambda resources: _requests(resources, "resources" in spec))
    return found


def _port(port: Value, spec: dict[str, Any], alone: bool) -> Value:
    found = filled(port, {"protocol": "TCP"})
    on_host = spec.get("hostNetwork", False)
    if alone and isinstance(found, dict) and "hostPort" not in found and on_host is not False:
        known = on_host is True and "containerPort" in found
        found["hostPort"] = found["containerPort"] if known else may_have("hostPort")
    return found


def _requests(resources: Value, shared: bool) -> Value:
    """Resources with the limits as requests. Where resources are `shared` by the whole pod, that depends on more."""
    if not isinstance(resources, dict) or "limits" not in resources:
        return resources
    limits, requests = resources["limits"], resources.get("requests", {})
    if shared or not isinstance(limits, dict):
        return filled(resources, {"requests": may_have("requests")})
    return {**resources, "requests": filled(requests, limits)}


def _handler(handler: Value) -> Value:
    found = changed(handler, "httpGet", lambda get: filled(get, {"path": "/", "scheme": "HTTP"}))
    return changed(found, "grpc", lambda grpc: filled(grpc, {"service": ""}))


def _value_from(source: Value) -> Value:
    found = changed(source, "fieldRef", lambda field: filled(field, {"apiVersion": "v1"}))
    return changed(found, "resourceFieldRef", lambda field: filled(field, {"divisor": "0"}))


def _volume(volume: Value) -> Value:
    if not isinstance(volume, dict):
        return volume
    found = volume
    if all(uncertain(source) for key, source in volume.items() if key != "name"):
        found = {"emptyDir": {} if volume.keys() <= {"name"} else may_have("emptyDir"), **volume}
    for name in _FILES:
        found = changed(found, name, lambda source: filled(source, {"defaultMode": 0o644}))
    for name in _OTHERS:
        found = changed(found, name, lambda source: _open(source))
    found = changed(found, "hostPath", lambda source: filled(source, {"type": ""}))
    found = changed(found, "downwardAPI", _of_fields)
    found = changed(found, "projected", lambda source: changed(source, "sources", lambda all: each(all, _projection)))
    found = changed(found, "image", lambda image: filled(image, {"pullPolicy": _pull_policy(_reference(image))}))
    return changed(found, "ephemeral", lambda source: changed(source, "volumeClaimTemplate", claim))


def _open(source: Value) -> Value:
    return OpenMap(source, may_have("what a volume needs")) if isinstance(source, dict) else source


def _of_fields(source: Value) -> Value:
    return changed(source, "items", lambda items: each(items, _value_from))


def _projection(source: Value) -> Value:
    found = changed(source, "serviceAccountToken", lambda token: filled(token, {"expirationSeconds": 3600}))
    return changed(found, "downwardAPI", _of_fields)


def _reference(image: Value) -> Value:
    return image.get("reference") if isinstance(image, dict) else image


def claim(template: Value) -> Value:
    """The template of a PersistentVolumeClaim."""
    named = filled(template, {"metadata": {}})
    return changed(named, "spec", lambda spec: filled(spec, {"volumeMode": "Filesystem"}))


def _pull_policy(image: Value) -> Value:
    """`Always` for the tag `latest`, written or not. A digest alone is no tag, and changes nothing of one."""
    if isinstance(image, Unknown):
        return depending(image, "the image")
    name, _, digest = str(image or "").rpartition("/")[2].partition("@")
    _, _, tag = name.partition(":")
    return "Always" if tag == "latest" or not (tag or digest) else "IfNotPresent"
