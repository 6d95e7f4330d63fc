"""What the user may list: access reviews, which tell "denied" from "could not ask"."""

from __future__ import annotations

import threading
from typing import Any, Literal, TypeAlias

from scanner.inputs.cluster.errors import Broken, Refusal
from scanner.inputs.cluster.kinds import Kind
from scanner.inputs.cluster.transport import Transport

Right: TypeAlias = Literal["allowed", "denied", "unasked"]
"""`unasked`: the server would not say; the list itself will tell."""

_REVIEWS = "/apis/authorization.k8s.io/v1"


class Access:
    """Asks what the user may list; the rules of a namespace are asked for once."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._lock = threading.Lock()
        self._rules: dict[str, tuple[list[Any], bool]] = {}

    def everywhere(self, kind: Kind) -> Right:
        """Whether a kind may be listed in the whole cluster. Raises Unauthorized, NoConnection, Interrupted."""
        return self._review(kind, None)

    def inside(self, kind: Kind, namespace: str) -> Right:
        """Whether a kind may be listed in one namespace. Raises Unauthorized, NoConnection, Interrupted."""
        rules, whole = self._namespace_rules(namespace)
        if any(_grants_list(rule, kind) for rule in rules):
            return "allowed"
        return "denied" if whole else self._review(kind, namespace)

    def _review(self, kind: Kind, namespace: str | None) -> Right:
        asked = {"verb": "list", "group": kind.group, "version": kind.version, "resource": kind.plural}
        if namespace is not None:
            asked["namespace"] = namespace
        status = self._status("SelfSubjectAccessReview", {"resourceAttributes": asked})
        allowed = status.get("allowed")
        if not isinstance(allowed, bool) or (not allowed and status.get("evaluationError")):
            return "unasked"
        return "allowed" if allowed else "denied"

    def _namespace_rules(self, namespace: str) -> tuple[list[Any], bool]:
        """What the user may do in a namespace, and whether the server knows all of it."""
        with self._lock:
            if namespace not in self._rules:
                status = self._status("SelfSubjectRulesReview", {"namespace": namespace})
                rules = status.get("resourceRules")
                known = rules if isinstance(rules, list) else []
                self._rules[namespace] = known, known is rules and status.get("incomplete") is False
            return self._rules[namespace]

    def _status(self, kind: str, spec: dict[str, Any]) -> dict[str, Any]:
        """The status of a review; empty when it was not answered."""
        review = {"apiVersion": "authorization.k8s.io/v1", "kind": kind, "spec": spec}
        try:
            answer = self._transport.post(f"{_REVIEWS}/{kind.lower()}s", review)
        except (Refusal, Broken):
            return {}
        status = answer.get("status") if isinstance(answer, dict) else None
        return status if isinstance(status, dict) else {}


def _grants_list(rule: Any, kind: Kind) -> bool:
    """Whether a rule lets every object of a kind be listed."""
    if not isinstance(rule, dict) or rule.get("resourceNames"):
        return False

    def names(key: str, wanted: str) -> bool:
        given = rule.get(key)
        return isinstance(given, list) and ("*" in given or wanted in given)

    return names("verbs", "list") and names("apiGroups", kind.group) and names("resources", kind.plural)
