"""What role-based access control grants to service accounts: through their names, users and groups, and roles that are
put together from others.

Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias

from scanner.model.resources import UNKNOWN_NAMESPACE, Resource
from scanner.model.values import Array, Object, PartialList, Unknown, Value
from scanner.policy.bootstrap_roles import BOOTSTRAP_ROLES

BINDINGS = ("ClusterRoleBinding", "RoleBinding")
ROLES = ("ClusterRole", "Role")
KINDS = (*BINDINGS, *ROLES)
"""What has to be known to tell what is granted."""
_GROUPS = ("rbac.authorization.k8s.io/", "authorization.openshift.io/")
"""Where types of these begin; clouds have roles too. OpenShift serves the same ones in a group of its own."""

_MOST_STEPS = 2_000_000
"""How often roles are followed to those that they are put together from."""
EDITS = (
    {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list", "watch"]},
    {"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["impersonate"]},
    {"apiGroups": [""], "resources": ["pods/exec", "pods/attach"], "verbs": ["create"]},
    {"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]},
)
"""Some of the rules of `edit` and `admin`, which every cluster has:
https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles"""

Subject: TypeAlias = tuple[str, str, str]
"""Kind of a subject, its namespace where it has one, its name."""
Doubt: TypeAlias = tuple[Resource, Unknown]

Gap: TypeAlias = "Callable[[Resource, str], Unknown | None]"
"""Tells of an object and a kind why not everything of the kind is known that could bear on the object."""


OF_NAMESPACE = 3
"""How many of `subjects_of` name the namespace; they come first."""


def subjects_of(namespace: str, account: str) -> tuple[Subject, ...]:
    """What a service account is to bindings: itself, the user that it is, and the groups that it is in."""
    return (
        ("ServiceAccount", namespace, account),
        ("User", "", f"system:serviceaccount:{namespace}:{account}"),
        ("Group", "", f"system:serviceaccounts:{namespace}"),
        ("Group", "", "system:serviceaccounts"),
        ("Group", "", "system:authenticated"),
    )


class Grants:
    """The bindings and roles of one cluster, or of everything that is declared as code."""

    __slots__ = (
        "_answers",
        "_bindings",
        "_doubts",
        "_gap",
        "_known",
        "_roles",
        "_selected",
        "_steps",
        "_unlabelled",
    )

    def __init__(
        self,
        resources: Iterable[Resource],
        selected: Callable[[Resource], Iterable[Resource]],
        gap: Gap,
    ) -> None:
        """`resources` of `KINDS`; `selected` gives the roles that a role is put together from."""
        self._selected = selected
        self._gap = gap
        listed = list(resources)
        self._bindings, self._doubts = by_subject(each for each in listed if each.kind in BINDINGS)
        self._roles: dict[tuple[str, str | None, str], list[Resource]] = {}
        self._known: dict[int, Value] = {}
        self._unlabelled: list[Unknown] | None = None
        self._steps = 0
        self._answers: dict[tuple[str, str, str], list[Value] | Unknown] = {}
        for resource in listed:
            if resource.kind in ROLES and resource.type.startswith(_GROUPS):
                self._roles.setdefault((resource.kind, resource.namespace, resource.name), []).append(resource)

    def to(self, resource: Resource, account: str) -> list[Value] | Unknown:
        """What is granted to an account in the namespace of `resource`: an Object for each binding.

        Its keys: `binding` and `bindingKind`, `role` and `roleKind`, `through`, the subject that is named, `namespace`
        (null in the whole cluster) and `rules`, those of the role. A list that is known in part where
        there may be more.
        """
        namespace = resource.namespace
        if namespace is None:
            return []
        if namespace == UNKNOWN_NAMESPACE:
            return Unknown("its namespace is not known", origin=("no namespace", resource.address))
        key = (namespace, account, resource.origin.root)
        if key not in self._answers:
            self._answers[key] = self._to(resource, namespace, account)
        return self._answers[key]

    def _to(self, resource: Resource, namespace: str, account: str) -> list[Value] | Unknown:
        found: dict[int, Value] = {}
        for subject in subjects_of(namespace, account):
            for binding in _nearest(self._bindings.get(subject, ()), resource):
                if id(binding) not in found:
                    found[id(binding)] = Object(self._entry(binding, subject))
        doubt = first_of(*(self._gap(resource, kind) for kind in BINDINGS), self._doubt(found))
        entries: list[Value] = list(found.values())
        if doubt is None:
            return entries
        return PartialList(doubt, Array(entries)) if entries else doubt

    def _doubt(self, found: dict[int, Value]) -> Unknown | None:
        for binding, unknown in self._doubts:
            if id(binding) not in found:
                origin = ("grants", binding.address, unknown.origin)
                return Unknown(f"{binding.address} may name it: {unknown.cause}", unknown.references, origin)
        return None

    def _entry(self, binding: Resource, subject: Subject) -> dict[str, Value]:
        reference = binding.attributes.get("roleRef")
        reference = reference if isinstance(reference, dict) else {}
        return {
            "binding": binding.name,
            "bindingKind": binding.kind,
            "role": reference.get("name"),
            "roleKind": reference.get("kind"),
            "through": f"{subject[0]} {subject[2]}",
            "namespace": binding.namespace,
            "rules": self._rules(binding, reference),
        }

    def _rules(self, binding: Resource, reference: dict[str, Value]) -> Value:
        kind, name = reference.get("kind"), reference.get("name")
        for part in (kind, name):
            if isinstance(part, Unknown):
                return part
        if not isinstance(name, str) or kind not in ROLES:
            return []
        roles = _nearest(self._roles.get((kind, binding.namespace if kind == "Role" else None, name), ()), binding)
        if roles:
            return _together([self._effective(role) for role in roles])
        fixed = BOOTSTRAP_ROLES.get((kind, binding.namespace if kind == "Role" else None, name))
        if fixed is not None:
            return list(fixed)
        gap = self._gap(binding, kind)
        if gap is None and binding.origin.kind != "cluster":
            gap = Unknown(f"{kind} {name} is not among what was scanned", origin=("no role", kind, name))
        if gap is not None and kind == "ClusterRole" and name in ("edit", "admin"):
            return PartialList(gap, Array(EDITS))
        return [] if gap is None else gap

    def _effective(self, role: Resource) -> Value:
        """The rules of a role. Of one that is put together a live one has them all, and one in code those of others."""
        if id(role) not in self._known:
            rules = self._from_others(role) if _is_put_together(role) else role.attributes.get("rules")
            self._known[id(role)] = [] if rules is None else rules
        return self._known[id(role)]

    def _from_others(self, role: Resource) -> Value:
        """The rules of all roles that one is put together from, those in turn put together from others as well.

        Each counts once, so that roles that are put together from one another have the same rules.
        """
        reached = {id(role): role}
        waiting = [role]
        parts: list[Value] = []
        for each in waiting:
            if not _is_put_together(each):
                parts.append(each.attributes.get("rules"))
                continue
            parts.append(self._doubt_of(each))
            for other in self._selected(each):
                self._steps += 1
                if id(other) not in reached:
                    reached[id(other)] = other
                    waiting.append(other)
            if self._steps > _MOST_STEPS:
                parts.append(Unknown("roles are put together from more others than are followed"))
                break
        return _together(parts)

    def _doubt_of(self, role: Resource) -> Unknown | None:
        """Why there may be more that a role is put together from than it selects."""
        if self._unlabelled is None:
            others = (each for (kind, _, _), roles in self._roles.items() if kind == "ClusterRole" for each in roles)
            labels = (each.attributes.get("metadata") for each in others)
            found = (next(_unknowns(each.get("labels") if isinstance(each, dict) else each), None) for each in labels)
            self._unlabelled = list(islice((each for each in found if each is not None), 1))
        own = next(_unknowns(role.attributes.get("aggregationRule")), None)
        return first_of(self._gap(role, "ClusterRole"), own, *self._unlabelled)


def _is_put_together(role: Resource) -> bool:
    return "aggregationRule" in role.attributes and role.origin.kind != "cluster"


def by_subject(bindings: Iterable[Resource]) -> tuple[dict[Subject, list[Resource]], list[Doubt]]:
    """Bindings by whom they name, and those of which that is not known, with the reason."""
    named: dict[Subject, list[Resource]] = {}
    doubts: list[Doubt] = []
    for binding in bindings:
        for subject in _subjects(binding) if binding.type.startswith(_GROUPS) else ():
            if isinstance(subject, Unknown):
                doubts.append((binding, subject))
            else:
                named.setdefault(subject, []).append(binding)
    return named, doubts


def _subjects(binding: Resource) -> Iterator[Subject | Unknown]:
    listed = binding.attributes.get("subjects")
    if isinstance(listed, Unknown):
        yield listed
    items = listed.items if isinstance(listed, PartialList) else listed
    for subject in items if isinstance(items, (list, tuple)) else ():
        if isinstance(subject, Unknown):
            yield subject
        elif isinstance(subject, dict):
            kind, name = subject.get("kind"), subject.get("name")
            space = subject.get("namespace", binding.namespace) if kind == "ServiceAccount" else ""
            if space == UNKNOWN_NAMESPACE:
                space = Unknown("its namespace is not known")
            unknown = next((part for part in (kind, name, space) if isinstance(part, Unknown)), None)
            if unknown is not None:
                yield unknown
            elif isinstance(kind, str) and isinstance(name, str):
                yield kind, space if isinstance(space, str) else "", name


def _nearest(found: Iterable[Resource], asking: Resource) -> list[Resource]:
    """Those declared in the same directory win over others of their name."""
    by_name: dict[tuple[str, str | None, str], list[Resource]] = {}
    for each in found:
        by_name.setdefault((each.kind, each.namespace, each.name), []).append(each)
    nearest: list[Resource] = []
    for alike in by_name.values():
        near = [each for each in alike if each.origin.root == asking.origin.root]
        nearest += near or alike
    return nearest


def _together(parts: list[Value]) -> Value:
    """Several lists of rules as one, known in part where one of them is."""
    known: list[Value] = []
    rest: Unknown | None = None
    for part in parts:
        if isinstance(part, Unknown):
            rest = first_of(rest, part)
        if isinstance(part, PartialList):
            known += part.items
        elif isinstance(part, (list, tuple)):
            known += part
    if rest is None:
        return known
    return PartialList(rest, Array(known)) if known else rest


def first_of(*found: Unknown | None) -> Unknown | None:
    """The first that there is."""
    return next((each for each in found if each is not None), None)


def _unknowns(root: Value) -> Iterator[Unknown]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Unknown):
            yield node
        elif isinstance(node, (dict, list)):
            waiting.extend(node.values() if isinstance(node, dict) else node)
