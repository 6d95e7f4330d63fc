"""Who may do what on the fake API server: its own RBAC objects, and what a test forbids on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cluster_requests import User
from cluster_store import Store

Json = dict[str, Any]
RBAC = "rbac.authorization.k8s.io"
MASTERS = "system:masters"
OPEN_PATHS = ("/api", "/api/*", "/apis", "/apis/*", "/version", "/healthz", "/livez", "/readyz")
REVIEWS = {
    "verbs": ["create"],
    "apiGroups": ["authorization.k8s.io", "authentication.k8s.io"],
    "resources": ["selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews"],
}


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody wants to do to a resource."""

    verb: str
    """`list`, `get`, ..."""
    group: str
    """API group."""
    resource: str
    """Plural, with its subresource."""
    namespace: str | None = None
    """Namespace; None for all."""
    name: str = ""
    """Object, if one is named."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A kind that nobody may touch, whatever roles say."""

    resource: str
    """Plural; `*` for all."""
    group: str | None = None
    """API group; None for any."""
    namespaces: tuple[str, ...] | None = None
    """Only in these namespaces, and so in a list of all; None for everywhere."""
    except_in: tuple[str, ...] = ()
    """Namespaces where it is allowed all the same."""

    def covers(self, action: Action) -> bool:
        """Whether the action is forbidden."""
        if self.resource not in ("*", action.resource.split("/")[0]) or self.group not in (None, action.group):
            return False
        if self.namespaces is not None:
            return action.namespace is None or action.namespace in self.namespaces
        return action.namespace not in self.except_in


def _among(wanted: str, held: Iterable[str]) -> bool:
    parent, _, subresource = wanted.partition("/")
    return any(one in ("*", wanted) or (subresource and one == f"*/{subresource}") for one in held) and bool(parent)


def _grants(rule: Json, action: Action) -> bool:
    names = rule.get("resourceNames") or ()
    return (
        _among(action.verb, rule.get("verbs", ()))
        and (action.group in rule.get("apiGroups", ()) or "*" in rule.get("apiGroups", ()))
        and _among(action.resource, rule.get("resources", ()))
        and (not names or action.name in names)
    )


def _is(subject: Json, user: User) -> bool:
    match subject["kind"]:
        case "ServiceAccount":
            return user.name == f"system:serviceaccount:{subject.get('namespace')}:{subject['name']}"
        case "Group":
            return subject["name"] in user.groups
        case _:
            return bool(subject["name"] == user.name)


class Rights:
    """Authorization by the roles and bindings in a store."""

    def __init__(self, store: Store) -> None:
        self.forbidden: list[Forbidden] = []
        self._store = store

    def allowed(self, user: User, action: Action) -> bool:
        """Whether the user may do it."""
        if any(one.covers(action) for one in self.forbidden):
            return False
        return MASTERS in user.groups or any(_grants(rule, action) for rule in self.rules(user, action.namespace))

    def path_allowed(self, user: User, path: str) -> bool:
        """Whether the user may get a path that is no resource."""
        rules = [{"verbs": ["get"], "nonResourceURLs": OPEN_PATHS}, *self.rules(user, None)]
        urls = [url for rule in rules for url in rule.get("nonResourceURLs", ())]
        return MASTERS in user.groups or any(
            path == url or (url.endswith("*") and path.startswith(url[:-1])) for url in urls
        )

    def rules(self, user: User, namespace: str | None) -> Iterator[Json]:
        """Rules of roles bound to the user in all namespaces, and in the given one."""
        yield REVIEWS
        bindings = self._store.everything(RBAC, "clusterrolebindings")
        if namespace is not None:
            inside = self._store.everything(RBAC, "rolebindings")
            bindings += [one for one in inside if one["metadata"]["namespace"] == namespace]
        for binding in bindings:
            if any(_is(subject, user) for subject in binding.get("subjects") or ()):
                yield from self._role(binding)

    def _role(self, binding: Json) -> list[Json]:
        ref, namespace = binding["roleRef"], binding["metadata"].get("namespace")
        plural = "clusterroles" if ref["kind"] == "ClusterRole" else "roles"
        for role in self._store.everything(RBAC, plural):
            meta = role["metadata"]
            if meta["name"] == ref["name"] and (ref["kind"] == "ClusterRole" or meta["namespace"] == namespace):
                return role.get("rules") or []
        return []


def access_review(rights: Rights, user: User, review: Json) -> Json:
    """Status of a SelfSubjectAccessReview."""
    spec = review.get("spec") or {}
    if path := (spec.get("nonResourceAttributes") or {}).get("path"):
        return {"allowed": rights.path_allowed(user, path)}
    asked = spec.get("resourceAttributes") or {}
    resource = "/".join(part for part in (asked.get("resource", ""), asked.get("subresource", "")) if part)
    namespace = asked.get("namespace") or None
    action = Action(asked.get("verb", ""), asked.get("group", ""), resource, namespace, asked.get("name", ""))
    return {"allowed": rights.allowed(user, action)}


def rules_review(rights: Rights, user: User, review: Json) -> Json:
    """Status of a SelfSubjectRulesReview. What a test forbids on top does not show in it."""
    everything = {"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}
    rules = list(rights.rules(user, (review.get("spec") or {}).get("namespace")))
    if MASTERS in user.groups:
        rules.append(everything)
    return {
        "resourceRules": [rule for rule in rules if "resources" in rule],
        "nonResourceRules": [{"verbs": ["get"], "nonResourceURLs": list(OPEN_PATHS)}],
        "incomplete": False,
    }
