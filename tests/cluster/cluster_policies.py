"""Admission policies and bindings for the real API server, each about the objects with a label of its own."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
API = "admissionregistration.k8s.io/v1"
LABEL = "bylaw.dev/case"


def every(**change: Any) -> Json:
    """`matchConstraints` for everything, with something else in its rule."""
    rule = {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}
    return {"resourceRules": [{**rule, **change}]}


def demand(expression: str, **more: Any) -> list[Json]:
    """The `validations` of a policy that demands one thing."""
    return [{"expression": expression, **more}]


def pair(name: str, spec: Json, bound: Json, **more: Any) -> list[Json]:
    """A policy and its binding."""
    policy = {"matchConstraints": every(), **spec}
    binding = {"policyName": name, "validationActions": ["Deny"], **more}
    binding["matchResources"] = {**bound, "objectSelector": {"matchLabels": {LABEL: name}}}
    head: Json = {"apiVersion": API, "metadata": {"name": name}}
    return [
        {**head, "kind": "ValidatingAdmissionPolicy", "spec": policy},
        {**head, "kind": "ValidatingAdmissionPolicyBinding", "spec": binding},
    ]
