"""AppArmor profiles that a pod names in annotations, which the API server writes into its containers.

Source: https://kubernetes.io/docs/tutorials/security/apparmor/
"""

from __future__ import annotations

from typing import Any

from scanner.inputs.kubernetes.pods import CONTAINER_LISTS

ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"
"""Begins the key of the annotation; the name of the container follows."""

_PROFILES = {"runtime/default": {"type": "RuntimeDefault"}, "unconfined": {"type": "Unconfined"}}


def with_profiles(pod: Any) -> Any:
    """A Pod with the profiles of its annotations in its containers; the same object where there are none."""
    metadata, spec = (pod.get("metadata"), pod.get("spec")) if isinstance(pod, dict) else (None, None)
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict) or not isinstance(spec, dict):
        return pod
    named = {key[len(ANNOTATION) :]: value for key, value in annotations.items() if str(key).startswith(ANNOTATION)}
    if not named:
        return pod
    lists = {name: spec[name] for name in CONTAINER_LISTS if isinstance(spec.get(name), list)}
    filled = {name: [_filled(each, named) for each in containers] for name, containers in lists.items()}
    return {**pod, "spec": {**spec, **filled}}


def _filled(container: Any, named: dict[str, Any]) -> Any:
    name = container.get("name") if isinstance(container, dict) else None
    profile = _profile(named.get(name)) if isinstance(name, str) else None
    context = container.get("securityContext") if profile else None
    own = {} if context is None else context
    if profile is None or not isinstance(own, dict) or own.get("appArmorProfile") is not None:
        return container
    return {**container, "securityContext": {**own, "appArmorProfile": profile}}


def _profile(value: Any) -> dict[str, str] | None:
    if not isinstance(value, str):
        return None
    if value.startswith("localhost/"):
        return {"type": "Localhost", "localhostProfile": value.removeprefix("localhost/")}
    return _PROFILES.get(value)
