"""What the API server fills in of the kinds that make no pods, as far as these are known in full.

Source: the functions of defaults and strategies in https://github.com/kubernetes/kubernetes; tried with version 1.36.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any, Final

from scanner.model.api_kinds import NAME_LABEL, NAMESPACE
from scanner.model.values import Unknown, Value
from scanner.policy.admission.filling import Fill, changed, each, filled, may_have, within
from scanner.policy.cel.unknowns import OpenMap, uncertain

_RBAC: Final = "rbac.authorization.k8s.io"
_WEBHOOK: Final[dict[str, Any]] = {
    "failurePolicy": "Fail",
    "matchPolicy": "Equivalent",
    "namespaceSelector": {},
    "objectSelector": {},
    "timeoutSeconds": 10,
}


def _service(found: Value) -> Value:
    return changed(found, "spec", _service_spec)


def _service_spec(spec: Value) -> Value:
    if not isinstance(spec, dict):
        return spec
    found = {"type": "ClusterIP", "sessionAffinity": "None", **spec}
    if isinstance(found["sessionAffinity"], Unknown):
        found = {"sessionAffinityConfig": may_have("sessionAffinityConfig"), **found}
    elif found["sessionAffinity"] == "ClientIP":
        configured = found.get("sessionAffinityConfig", {})
        found["sessionAffinityConfig"] = within(configured, "clientIP", {"timeoutSeconds": 10800})
    type_ = found["type"]
    outside: dict[str, Any] = {"externalTrafficPolicy": "Cluster"}
    balanced: dict[str, Any] = {
        "allocateLoadBalancerNodePorts": True,
        "healthCheckNodePort": may_have("healthCheckNodePort"),
    }
    inside = {
        "internalTrafficPolicy": "Cluster",
        **{name: may_have(name) for name in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")},
    }
    if isinstance(type_, Unknown):
        found = {**{name: may_have(name) for name in (*outside, *balanced, *inside)}, **found}
    elif type_ != "ExternalName":
        found = {**inside, **found}
        addresses = found.get("externalIPs")
        if type_ in ("NodePort", "LoadBalancer") or (addresses is not None and not uncertain(addresses)):
            found = {**outside, **found}
        elif addresses is not None:
            found = {**{name: may_have(name) for name in outside}, **found}
        if type_ == "LoadBalancer":
            found = {**balanced, **found}
    ported = isinstance(type_, Unknown) or type_ in ("NodePort", "LoadBalancer")
    return changed(found, "ports", lambda ports: each(ports, lambda port: _service_port(port, ported)))


def _service_port(port: Value, ported: bool) -> Value:
    found = filled(port, {"protocol": "TCP"})
    if not isinstance(found, dict):
        return found
    if "port" in found:
        found = {"targetPort": found["port"], **found}
    return filled(found, {"nodePort": may_have("nodePort")} if ported else {})


def _namespace(found: Value) -> Value:
    metadata = found.get("metadata")
    labels = {NAME_LABEL: metadata["name"]} if isinstance(metadata, dict) and "name" in metadata else {}
    named = changed(found, "metadata", lambda data: within(data, "labels", labels))
    return {**within(named, "spec", {"finalizers": ["kubernetes"]}), "status": {"phase": "Active"}}


def _secret(found: Value) -> Value:
    """A Secret, whose texts become data."""
    texts = found.get("stringData", {})
    kept = filled({key: value for key, value in found.items() if key != "stringData"}, {"type": "Opaque"})
    if isinstance(texts, Unknown):
        return {**kept, "data": may_have("data")}
    if not isinstance(texts, dict) or not texts:
        return kept
    encoded = {key: _encoded(text) for key, text in texts.items()}
    data = kept.get("data")
    if isinstance(data, Unknown):
        return {**kept, "data": OpenMap(encoded, data)}
    return {**kept, "data": {**data, **encoded} if isinstance(data, dict) else encoded}


def _encoded(text: Value) -> Value:
    if isinstance(text, str):
        return b64encode(text.encode("utf-8", "replace")).decode()
    return Unknown("what the text of a Secret is encoded to is not known", not_null=True)


def _network_policy(found: Value) -> Value:
    return changed(found, "spec", _network_policy_spec)


def _network_policy_spec(spec: Value) -> Value:
    if not isinstance(spec, dict):
        return spec
    egress = spec.get("egress", [])
    types: Value = may_have("policyTypes") if isinstance(egress, Unknown) else ["Ingress", *(["Egress"] * bool(egress))]
    found = {"policyTypes": types, **spec}
    for name in ("ingress", "egress"):
        found = changed(found, name, lambda rules: each(rules, lambda rule: changed(rule, "ports", _tcp)))
    return found


def _tcp(ports: Value) -> Value:
    return each(ports, lambda port: filled(port, {"protocol": "TCP"}))


def _binding(found: Value) -> Value:
    grouped = changed(found, "roleRef", lambda role: filled(role, {"apiGroup": _RBAC}))
    return changed(grouped, "subjects", lambda subjects: each(subjects, _subject))


def _subject(subject: Value) -> Value:
    kind = subject.get("kind") if isinstance(subject, dict) else None
    if kind == "ServiceAccount":
        return subject
    return filled(subject, {"apiGroup": may_have("apiGroup") if isinstance(kind, Unknown) else _RBAC})


def _webhooks(found: Value) -> Value:
    own = {"reinvocationPolicy": "Never"} if found.get("kind") == "MutatingWebhookConfiguration" else {}
    return changed(found, "webhooks", lambda all: each(all, lambda one: _webhook(filled(one, {**_WEBHOOK, **own}))))


def _webhook(webhook: Value) -> Value:
    found = changed(webhook, "rules", lambda rules: each(rules, lambda rule: filled(rule, {"scope": "*"})))
    return changed(
        found, "clientConfig", lambda client: changed(client, "service", lambda one: filled(one, {"port": 443}))
    )


def _role(found: Value) -> Value:
    """A role: one without rules has null."""
    return filled(found, {"rules": None})


def _nothing(found: Value) -> Value:
    return found


CONFIGURATION: Final[dict[str, Fill]] = {
    "v1/Service": _service,
    NAMESPACE: _namespace,
    "v1/Secret": _secret,
    "networking.k8s.io/v1/NetworkPolicy": _network_policy,
    **dict.fromkeys((f"{_RBAC}/v1/Role", f"{_RBAC}/v1/ClusterRole"), _role),
    **dict.fromkeys((f"{_RBAC}/v1/RoleBinding", f"{_RBAC}/v1/ClusterRoleBinding"), _binding),
    "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration": _webhooks,
    "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration": _webhooks,
    **dict.fromkeys(("v1/ConfigMap", "v1/ResourceQuota", "v1/ServiceAccount"), _nothing),
    **dict.fromkeys(("networking.k8s.io/v1/Ingress", "policy/v1/PodDisruptionBudget"), _nothing),
}
"""What fills in each kind."""
