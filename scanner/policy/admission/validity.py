"""What the API server demands of a policy or a binding besides its expressions, and how their fields are read.

What is not known is no fault where it only leaves open whether an object is meant.
Source: `pkg/apis/admissionregistration/validation/validation.go` of https://github.com/kubernetes/kubernetes
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from scanner.model.values import Path, Unknown, Value
from scanner.policy.admission.selectors import VALUED, VALUELESS, is_missing

ACTIONS: Final = ("Deny", "Warn", "Audit")
"""What may become of a violation, the worst first."""
_OPERATIONS: Final = ("CREATE", "UPDATE", "DELETE", "CONNECT", "*")
_REASONS: Final = ("Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Fault(Exception):
    """Something in a policy or binding that cannot be used."""

    def __init__(self, what: str, path: Path, is_known: bool = True) -> None:
        super().__init__(what)
        self.what = what
        """What is wrong with it."""
        self.path = path
        """Where, from the object's root."""
        self.is_known = is_known
        """False where it is only that nobody knows it."""


def spec_of(attributes: Value) -> dict[str, Value]:
    """The specification of a policy or a binding. Raises Fault."""
    spec = attributes.get("spec")
    if not isinstance(spec, dict):
        raise _fault("spec", spec, "an object", ("spec",))
    return spec


def list_of(node: Value, key: str, where: Path) -> list[Value]:
    """The list at a key, empty where there is none. Raises Fault."""
    found = node.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise _fault(key, found, "a list", (*where, key))
    return found


def text_of(node: Value, key: str, where: Path) -> str:
    """The text at a key, which has to be there. Raises Fault."""
    found = node.get(key) if isinstance(node, dict) else node if isinstance(node, Unknown) else None
    if not isinstance(found, str):
        raise _fault(key, found, "a text", (*where, key))
    return found


def _fault(key: str, found: Value, wanted: str, path: Path) -> Fault:
    if isinstance(found, Unknown):
        return Fault(f"{key} is not known: {found.cause}", path, is_known=False)
    return Fault(f"{key} must be {wanted}", path)


def faults_of_policy(spec: dict[str, Value]) -> Iterator[Fault]:
    """What is wrong with the specification of a policy, expressions aside."""
    where: Path = ("spec", "matchConstraints")
    constraints = spec.get("matchConstraints")
    if constraints is None or (isinstance(constraints, dict) and is_missing(constraints.get("resourceRules"))):
        yield Fault("matchConstraints.resourceRules must say what the policy is about", where)
    yield from _constraints(constraints, where)
    if all(is_missing(spec.get(key)) for key in ("validations", "auditAnnotations")):
        yield Fault("there must be validations or auditAnnotations", ("spec", "validations"))
    yield from _choice(spec, "failurePolicy", ("Fail", "Ignore"), ("spec",))
    if isinstance(failure := spec.get("failurePolicy"), Unknown):
        yield _fault("failurePolicy", failure, "", ("spec", "failurePolicy"))


def faults_of_variable(name: str, where: Path) -> Iterator[Fault]:
    """What is wrong with the name of a variable."""
    if not _IDENTIFIER.fullmatch(name):
        yield Fault("the name of a variable must be a word of letters, digits and underscores", (*where, "name"))


def faults_of_validation(validation: Value, where: Path) -> Iterator[Fault]:
    """What is wrong with a validation, expressions aside."""
    message = validation.get("message")
    if not (message is None or isinstance(message, (str, Unknown))):
        yield Fault("message must be a text", (*where, "message"))
    elif isinstance(message, str) and message and not message.strip():
        yield Fault("message must say something", (*where, "message"))
    elif isinstance(message, str) and "\n" in message.strip():
        yield Fault("message must be one line", (*where, "message"))
    yield from _choice(validation, "reason", _REASONS, where)


def faults_of_binding(spec: dict[str, Value]) -> Iterator[Fault]:
    """What is wrong with the specification of a binding."""
    actions = list_of(spec, "validationActions", ("spec",))
    where: Path = ("spec", "validationActions")
    unknown = next((each for each in actions if isinstance(each, Unknown)), None)
    if unknown is not None:
        yield _fault("validationActions", unknown, "", where)
    elif not actions or any(each not in ACTIONS for each in actions):
        yield Fault(f"validationActions must be some of {', '.join(ACTIONS)}", where)
    elif len(set(actions)) < len(actions) or {"Deny", "Warn"} <= set(actions):
        yield Fault("validationActions must name nothing twice, and not both Deny and Warn", where)
    yield from _constraints(spec.get("matchResources"), ("spec", "matchResources"))
    yield from _reference(spec.get("paramRef"), ("spec", "paramRef"))


def _reference(reference: Value, where: Path) -> Iterator[Fault]:
    if reference is None or isinstance(reference, Unknown):
        return
    if not isinstance(reference, dict):
        yield Fault("paramRef must be an object", where)
        return
    name, selector = reference.get("name"), reference.get("selector")
    if is_missing(name) == (selector is None) and not isinstance(selector, Unknown) and not isinstance(name, Unknown):
        yield Fault("paramRef must have a name or a selector, and not both", where)
    for key in ("name", "namespace"):
        if not isinstance(reference.get(key, ""), (str, Unknown)):
            yield Fault(f"{key} must be a text", (*where, key))
    yield from _selector(selector, (*where, "selector"))
    yield from _choice(reference, "parameterNotFoundAction", ("Allow", "Deny"), where, must=True)


def _constraints(constraints: Value, where: Path) -> Iterator[Fault]:
    if constraints is None or isinstance(constraints, Unknown):
        return
    if not isinstance(constraints, dict):
        yield Fault(f"{where[-1]} must be an object", where)
        return
    yield from _choice(constraints, "matchPolicy", ("Exact", "Equivalent"), where)
    for key in ("namespaceSelector", "objectSelector"):
        yield from _selector(constraints.get(key), (*where, key))
    for key in ("resourceRules", "excludeResourceRules"):
        rules = constraints.get(key)
        if not (rules is None or isinstance(rules, (list, Unknown))):
            yield Fault(f"{key} must be a list", (*where, key))
        for index, rule in enumerate(rules if isinstance(rules, list) else ()):
            yield from _rule(rule, (*where, key, index))


def _rule(rule: Value, where: Path) -> Iterator[Fault]:
    if isinstance(rule, Unknown):
        return
    if not isinstance(rule, dict):
        yield Fault("a resource rule must be an object", where)
        return
    for key in ("apiGroups", "apiVersions", "operations", "resources"):
        listed = rule.get(key)
        if not isinstance(listed, Unknown) and not (isinstance(listed, list) and listed):
            yield Fault(f"{key} must be a list with something in it", (*where, key))
        elif isinstance(listed, list) and not all(isinstance(each, (str, Unknown)) for each in listed):
            yield Fault(f"{key} must hold texts", (*where, key))
    operations = rule.get("operations")
    for each in operations if isinstance(operations, list) else ():
        if isinstance(each, str) and each not in _OPERATIONS:
            yield Fault(f"operations must be some of {', '.join(_OPERATIONS)}", (*where, "operations"))
    if not (rule.get("resourceNames") is None or isinstance(rule["resourceNames"], (list, Unknown))):
        yield Fault("resourceNames must be a list", (*where, "resourceNames"))
    yield from _choice(rule, "scope", ("Cluster", "Namespaced", "*"), where)


def _selector(selector: Value, where: Path) -> Iterator[Fault]:
    if selector is None or isinstance(selector, Unknown):
        return
    labels, expressions = (
        (selector.get("matchLabels"), selector.get("matchExpressions"))
        if isinstance(selector, dict)
        else (selector, None)
    )
    if not (labels is None or isinstance(labels, (dict, Unknown))):
        yield Fault("a selector and its matchLabels must be objects", where)
    if not (expressions is None or isinstance(expressions, (list, Unknown))):
        yield Fault("matchExpressions must be a list", (*where, "matchExpressions"))
    for index, each in enumerate(expressions if isinstance(expressions, list) else ()):
        if not isinstance(each, Unknown):
            yield from _expression(each, (*where, "matchExpressions", index))


def _expression(expression: Value, where: Path) -> Iterator[Fault]:
    if not isinstance(expression, dict) or not isinstance(expression.get("key"), (str, Unknown)):
        yield Fault("an expression of a selector needs a key", where)
        return
    yield from _choice(expression, "operator", (*VALUED, *VALUELESS), where, must=True)
    operator, values = expression.get("operator"), expression.get("values")
    if isinstance(values, Unknown):
        return
    if not (values is None or isinstance(values, list)):
        yield Fault("the values of a selector must be a list", (*where, "values"))
    elif (operator in VALUED and not values) or (operator in VALUELESS and values):
        yield Fault(
            f"the operator {operator} takes {'some' if operator in VALUED else 'no'} values", (*where, "values")
        )


def _choice(node: Value, key: str, allowed: Collection[str], where: Path, must: bool = False) -> Iterator[Fault]:
    """A fault where something else is written than is allowed, or nothing and there `must` be something."""
    found = node.get(key)
    if not isinstance(found, Unknown) and not (found is None and not must) and found not in allowed:
        yield Fault(f"{key} must be {', '.join(allowed)}", (*where, key))
