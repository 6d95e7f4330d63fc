"""Which objects a policy or a binding is about: resource rules and selectors."""

from __future__ import annotations

from collections.abc import Callable

from scanner.model.api_kinds import NAMESPACE
from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy.admission.kinds import Kinds, guessed_plural, is_untouched, split_type
from scanner.policy.admission.selectors import Label, all_of, any_of, is_empty, is_missing, labels_of, selects

NamespaceLabels = Callable[[Resource], Label]
"""The labels of the namespace that an object lies in."""


def matches(constraints: Value, resource: Resource, kinds: Kinds, namespace: NamespaceLabels) -> bool | Unknown:
    """Whether `matchConstraints` or `matchResources`, which have no faults, take in the creation of an object."""
    group, _, kind = split_type(resource.type)
    if is_untouched(group, kind):
        return False
    if constraints is None or isinstance(constraints, Unknown):
        return True if constraints is None else constraints
    rules, excluded = constraints.get("resourceRules"), constraints.get("excludeResourceRules")
    equivalent = constraints.get("matchPolicy") != "Exact"
    answers = [
        is_missing(rules) or _takes_in(rules, resource, kinds, equivalent),
        is_missing(excluded) or _negated(_takes_in(excluded, resource, kinds, equivalent)),
    ]
    if False in answers:
        return False
    selector = constraints.get("namespaceSelector")
    if not is_empty(selector):
        answers.append(_in_namespace(selector, resource, kinds, namespace))
    metadata = resource.attributes.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else metadata
    own = namespace(resource) if resource.type == NAMESPACE else labels_of(labels)
    answers.append(selects(constraints.get("objectSelector"), own))
    return all_of(answers)


def _in_namespace(selector: Value, resource: Resource, kinds: Kinds, namespace: NamespaceLabels) -> bool | Unknown:
    """Whether the namespace of an object is selected; every object without one is."""
    group, _, kind = split_type(resource.type)
    namespaced = resource.type == NAMESPACE or kinds.is_namespaced(group, kind, resource.namespace)
    if namespaced is False:
        return True
    found = selects(selector, namespace(resource))
    return found if namespaced is True else any_of([found, namespaced])


def _negated(answer: bool | Unknown) -> bool | Unknown:
    return answer if isinstance(answer, Unknown) else not answer


def _takes_in(rules: Value, resource: Resource, kinds: Kinds, equivalent: bool) -> bool | Unknown:
    if isinstance(rules, Unknown):
        return rules
    return any_of([_rule_takes_in(rule, resource, kinds, equivalent) for rule in rules])


def _rule_takes_in(rule: Value, resource: Resource, kinds: Kinds, equivalent: bool) -> bool | Unknown:
    if isinstance(rule, Unknown):
        return rule
    group, version, kind = split_type(resource.type)
    plural = kinds.plural(group, kind)
    if not _names_kind(rule, group, kind, plural):
        return False
    namespaced = kinds.is_namespaced(group, kind, resource.namespace)
    scope = namespaced if isinstance(namespaced, Unknown) else "Namespaced" if namespaced else "Cluster"
    answers = [
        _names(rule.get("operations"), "CREATE"),
        _names(rule.get("apiGroups"), group),
        any_of([_is_called(each, kind, plural) for each in _main(rule.get("resources"))]),
        _names(["*" if rule.get("scope") is None else rule["scope"]], scope),
    ]
    names = rule.get("resourceNames")
    if not is_missing(names):
        metadata = resource.attributes.get("metadata")
        name = metadata.get("name") if isinstance(metadata, dict) else metadata
        answers.append(name if isinstance(name, Unknown) else _names(names, name, every=False))
    in_version = _names(rule.get("apiVersions"), version)
    if in_version is False and equivalent:
        in_version = Unknown(f"the policy is about another version than {version}", origin=("version", resource.type))
    return all_of([*answers, in_version])


def _main(resources: Value) -> list[Value]:
    """The names of resources without those of their parts: `pods/*` takes in pods, `pods/exec` does not."""
    if isinstance(resources, Unknown):
        return [resources]
    found: list[Value] = []
    for each in resources if isinstance(resources, list) else ():
        if isinstance(each, Unknown):
            found.append(each)
        elif isinstance(each, str) and each.partition("/")[2] in ("", "*"):
            found.append(each.partition("/")[0])
    return found


def _names(listed: Value, wanted: Value, every: bool = True) -> bool | Unknown:
    if isinstance(listed, Unknown):
        return listed
    if not isinstance(listed, list):
        return False
    if (every and "*" in listed) or (not isinstance(wanted, Unknown) and wanted in listed):
        return True
    if isinstance(wanted, Unknown) and listed:
        return wanted
    return next((each for each in listed if isinstance(each, Unknown)), False)


def concerns(constraints: Value, type: str, kinds: Kinds) -> bool:
    """False where the resource rules take in no object of a type, whatever it is."""
    rules = constraints.get("resourceRules") if isinstance(constraints, dict) else None
    if not isinstance(rules, list) or not rules:
        return True
    group, _, kind = split_type(type)
    plural = kinds.plural(group, kind)
    return any(not isinstance(rule, dict) or _names_kind(rule, group, kind, plural) for rule in rules)


def _names_kind(rule: dict[str, Value], group: str, kind: str, plural: str | Unknown) -> bool:
    named = any(_is_called(each, kind, plural) is not False for each in _main(rule.get("resources")))
    return named and _names(rule.get("apiGroups"), group) is not False


def _is_called(name: Value, kind: str, plural: str | Unknown) -> bool | Unknown:
    """Whether a resource is that of a kind: of one that nothing declares, if it is called as kinds mostly are."""
    if isinstance(plural, Unknown) and name == guessed_plural(kind):
        return True
    return _names([name], plural)
