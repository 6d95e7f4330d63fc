"""Policies and bindings as their objects say, with every expression compiled and every fault located."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scanner.model.problems import Problem
from scanner.model.resources import Resource
from scanner.model.values import Path, Value, place_at
from scanner.policy import cel
from scanner.policy.admission.expressions import MOST_EXPRESSIONS, Expressions
from scanner.policy.admission.selectors import is_missing
from scanner.policy.admission.validity import (
    Fault,
    faults_of_binding,
    faults_of_policy,
    faults_of_validation,
    faults_of_variable,
    list_of,
    spec_of,
    text_of,
)

GROUP = "admissionregistration.k8s.io"
POLICY, BINDING = "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"
MUTATING = "MutatingAdmissionPolicy"


@dataclass(frozen=True, slots=True)
class Validation:
    """One thing that a policy demands."""

    expression: str
    """As it is written."""
    program: cel.Program
    """Compiled."""
    message: str
    """What to say when it does not hold; may be empty."""
    message_program: cel.Program | None
    """What says it better."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Where a policy is enforced, and how."""

    name: str
    """Its name."""
    policy: str
    """Name of the policy."""
    resource: Resource
    """The object."""
    actions: tuple[str, ...]
    """What becomes of a violation."""
    constraints: Value
    """`matchResources`."""
    param_ref: Value
    """`paramRef`; None without."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy that can be asked."""

    name: str
    """Its name."""
    resource: Resource
    """The object."""
    constraints: Value
    """`matchConstraints`."""
    conditions: tuple[cel.Program, ...]
    """`matchConditions`."""
    annotations: tuple[cel.Program, ...]
    """`auditAnnotations`: an expression that fails refuses the object."""
    validations: tuple[Validation, ...]
    """What it demands."""
    ignores_errors: bool
    """True with `failurePolicy: Ignore`."""
    param_type: str | None
    """Type of its parameters: `v1/ConfigMap`."""


def is_admission(resource: Resource) -> bool:
    """Whether an object is a policy or a binding of the admission API."""
    return resource.kind in (POLICY, BINDING, MUTATING) and resource.type.startswith(f"{GROUP}/")


def read_bindings(resources: Iterable[Resource], problems: list[Problem]) -> list[Binding]:
    """The bindings among objects."""
    found: list[Binding] = []
    for resource in resources:
        if resource.kind == BINDING and is_admission(resource):
            try:
                found.append(_binding(resource))
            except Fault as fault:
                problems.append(_problem(resource, fault))
    return found


def read_policy(resource: Resource, problems: list[Problem]) -> Policy | None:
    """A policy; None, and a problem for each fault, where it cannot be asked."""
    reader = _PolicyReader(resource)
    policy: Policy | None = None
    try:
        policy = reader.policy()
    except Fault as fault:
        reader.faults.append(fault)
    problems += [_problem(resource, fault) for fault in reader.faults]
    return None if reader.faults else policy


def _problem(resource: Resource, fault: Fault) -> Problem:
    place = place_at(resource.attributes, fault.path) or resource.place
    what = f"{resource.kind} {resource.name}: {fault.what}"
    if not fault.is_known:
        return Problem("error", "unresolved", what, place.file, place, "nothing is judged by it until that is known")
    return Problem(
        "error", "invalid", what, place.file, place, "the API server would refuse it; nothing is judged by it"
    )


def _binding(resource: Resource) -> Binding:
    spec = spec_of(resource.attributes)
    name = text_of(spec, "policyName", ("spec",))
    for fault in faults_of_binding(spec):
        raise fault
    return Binding(
        resource.name,
        name,
        resource,
        tuple(spec["validationActions"]),
        spec.get("matchResources"),
        spec.get("paramRef"),
    )


class _PolicyReader:
    """One policy being read."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.faults: list[Fault] = []

    def policy(self) -> Policy:
        spec = spec_of(self.resource.attributes)
        self.faults += faults_of_policy(spec)
        param_type = self._param_type(spec)
        expressions = Expressions(param_type is not None)
        count = 0
        for index, variable in enumerate(list_of(spec, "variables", ("spec",))):
            where: Path = ("spec", "variables", index)
            name, text = text_of(variable, "name", where), text_of(variable, "expression", where)
            self.faults += faults_of_variable(name, where)
            self._compiled(expressions.define, (name, text), where)
            count += 1
        conditions = [
            self._compiled(
                expressions.condition,
                (text_of(each, "expression", ("spec", "matchConditions", index)),),
                ("spec", "matchConditions", index),
            )
            for index, each in enumerate(list_of(spec, "matchConditions", ("spec",)))
        ]
        annotations = [
            self._compiled(
                expressions.annotation,
                (text_of(each, "valueExpression", ("spec", "auditAnnotations", index)),),
                ("spec", "auditAnnotations", index),
                "valueExpression",
            )
            for index, each in enumerate(list_of(spec, "auditAnnotations", ("spec",)))
        ]
        validations = list(self._validations(spec, expressions))
        if count + len(conditions) + len(annotations) + len(validations) > MOST_EXPRESSIONS:
            raise Fault(f"more than {MOST_EXPRESSIONS} expressions", ("spec",))
        return Policy(
            name=self.resource.name,
            resource=self.resource,
            constraints=spec.get("matchConstraints"),
            conditions=tuple(each for each in conditions if each is not None),
            annotations=tuple(each for each in annotations if each is not None),
            validations=tuple(validations),
            ignores_errors=spec.get("failurePolicy") == "Ignore",
            param_type=param_type,
        )

    def _validations(self, spec: Value, expressions: Expressions) -> Iterator[Validation]:
        for index, each in enumerate(list_of(spec, "validations", ("spec",))):
            where: Path = ("spec", "validations", index)
            text = text_of(each, "expression", where)
            self.faults += faults_of_validation(each, where)
            program = self._compiled(expressions.validation, (text,), where)
            speaking = None
            if not is_missing(each.get("messageExpression")):
                said = text_of(each, "messageExpression", where)
                speaking = self._compiled(expressions.message, (said,), where, "messageExpression")
            message = each.get("message")
            if program is not None:
                yield Validation(text, program, message if isinstance(message, str) else "", speaking)

    def _compiled(self, compile: Any, texts: tuple[str, ...], where: Path, key: str = "expression") -> Any:
        try:
            return compile(*texts)
        except cel.CelError as error:
            # The offset counts in the expression; the place is that of the whole entry.
            self.faults.append(Fault(error.message, (*where, key)))
            return None

    def _param_type(self, spec: Value) -> str | None:
        kind = spec.get("paramKind")
        if kind is None:
            return None
        where: Path = ("spec", "paramKind")
        return f"{text_of(kind, 'apiVersion', where)}/{text_of(kind, 'kind', where)}"
