"""One policy asked about one object, as the API server would ask it about the object's creation.

What is not known stays so: an answer is only given where it does not depend on it. An expression that fails because
something is absent is refused or admitted as `failurePolicy` says; other failures are Unknown.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, TypeAlias

from scanner.model.resources import Resource
from scanner.model.values import Unknown, Value
from scanner.policy import cel
from scanner.policy.admission.constraints import concerns, matches
from scanner.policy.admission.definitions import Binding, Policy, Validation
from scanner.policy.admission.expressions import NAMES
from scanner.policy.admission.parameters import parameters
from scanner.policy.admission.selectors import all_of, any_of
from scanner.policy.admission.world import NOBODY_KNOWS, World
from scanner.policy.cel.meter import CostLimitExceeded
from scanner.policy.cel.values import NullObject
from scanner.policy.links import Context

MOST_TIME = 20.0
"""Seconds of processor time that one policy may take in one run."""
MOST_TIME_OF_ALL = 120.0
"""The same for all policies together."""
MOST_MESSAGE = 5 * 1024
"""Longest message that the API server takes from an expression, in bytes."""
_NAMESPACE_OBJECT = NAMES.index("namespaceObject")
_ABSENT = (
    "no such key",
    "index out of bounds",
    "optional.none() has no value",
    "a value of type 'null_type' has no index",
)
"""How errors begin that only say that something is absent."""

Answer: TypeAlias = bool | Unknown


class _Asked:
    """What a policy says of one object."""

    __slots__ = ("applies", "attributes", "holds", "refusals")

    def __init__(self, attributes: Value, applies: Answer, holds: Answer, refusals: list[tuple[Any, ...]]) -> None:
        self.attributes = attributes
        """The object that was asked about."""
        self.applies = applies
        """Whether the policy is about it at all."""
        self.holds = holds
        """Whether it would be admitted."""
        self.refusals = refusals
        """The validations that refuse it, with the values they were asked with; or what went wrong."""


class PolicyJudge:
    """A policy with its bindings, ready to be asked. The functions are those of a compiled rule."""

    def __init__(self, policy: Policy, bindings: Iterable[Binding], world: World) -> None:
        self._policy = policy
        self._bindings = tuple(bindings)
        self._world = world
        self._last: _Asked | None = None
        self._spent = 0.0

    def concerns(self, type: str) -> bool:
        """False where the policy is about no object of a type."""
        return concerns(self._policy.constraints, type, self._world.kinds)

    def applies(self, context: Context, resource: Value, *values: Value) -> Answer:
        """Whether the policy is about the creation of an object."""
        return self._ask(context.resource, resource).applies

    def holds(self, context: Context, resource: Value, *values: Value) -> Answer:
        """Whether the object would be admitted."""
        return self._ask(context.resource, resource).holds

    def message(self, context: Context, resource: Value, *values: Value) -> str:
        """Why it would not."""
        said = [self._said(each) for each in self._ask(context.resource, resource).refusals]
        return "; ".join(dict.fromkeys(said)) or f"policy {self._policy.name} refuses it"

    def _ask(self, resource: Resource, attributes: Value) -> _Asked:
        last = self._last
        if last is None or last.attributes is not attributes:
            if self._spent > MOST_TIME or self._world.spent > MOST_TIME_OF_ALL:
                why = Unknown(f"policy {self._policy.name} is given up: too much time was spent", origin=id(self))
                return _Asked(attributes, why, why, [])
            started = time.process_time()
            last = self._last = self._asked(resource, attributes)
            spent = time.process_time() - started
            self._spent += spent
            self._world.spent += spent
        return last

    def _asked(self, resource: Resource, attributes: Value) -> _Asked:
        about = self._world.holds(resource) and self._matches(self._policy.constraints, resource)
        if about is False:
            return _Asked(attributes, False, True, [])
        return self._bound(resource, attributes, all_of([about, self._is_there(self._policy.resource, resource)]))

    def _is_there(self, of_admission: Resource, beside: Resource) -> Answer:
        """Whether a policy or a binding exists beside an object: as code it may stand for an unknown number of them, or
        be meant for another cluster.
        """
        if not self._world.beside([of_admission], beside):
            return False
        doubt = self._world.doubt_of([of_admission], beside)
        return True if doubt is None else doubt

    def _bound(self, resource: Resource, attributes: Value, about: Answer) -> _Asked:
        applied: list[Answer] = []
        held: list[Answer] = []
        refusals: list[tuple[Any, ...]] = []
        shared = self._values(resource, attributes)
        for binding in self._bindings:
            bound = self._matches(binding.constraints, resource)
            if bound is False:
                continue
            bound = all_of([bound, self._is_there(binding.resource, resource)])
            for params in parameters(self._policy, binding, resource, self._world):
                values = shared if self._policy.param_type is None else (*shared, params.value)
                wanted, failed = (params.state, "") if params.is_open else self._conditions(values)
                applies = all_of([about, bound, wanted])
                applied.append(applies)
                if applies is False:
                    continue
                why: list[tuple[Any, ...]] = []
                if params.refused or failed:
                    found: Answer = self._policy.ignores_errors
                    why.append((params.refused or failed,))
                elif params.missing is not None:
                    found = params.missing
                else:
                    found = self._validations(values, why)
                held.append(found if applies is True or found is True else applies)
                refusals += why if applies is True else ()
        return _Asked(attributes, any_of(applied), all_of(held), refusals)

    def _matches(self, constraints: Value, resource: Resource) -> Answer:
        return matches(constraints, resource, self._world.kinds, self._world.namespace_labels)

    def _values(self, resource: Resource, attributes: Value) -> tuple[Value, ...]:
        """Values of the variables, `params` excepted. Policies are asked one after another about the same object."""
        last = self._world.asked
        if last is not None and last[0] is attributes:
            return last[1]
        seen = self._world.seen(resource, attributes)
        request, namespace = self._world.request(resource), self._world.namespace_object(resource)
        values = (seen, NullObject(), request, namespace, NOBODY_KNOWS, NOBODY_KNOWS)
        self._world.asked = attributes, values
        return values

    def _conditions(self, values: tuple[Value, ...]) -> tuple[Answer, str]:
        """Whether all match conditions hold, and what fails among them. One that is false goes before a failure, and
        where failures are ignored either leaves the object alone, whatever the others say.

        They are given no `namespaceObject`: it is null, whatever the object.
        """
        values = (*values[:_NAMESPACE_OBJECT], NullObject(), *values[_NAMESPACE_OBJECT + 1 :])
        found = [self._answer(program, values) for program in self._policy.conditions]
        failed = [each for each in found if isinstance(each, cel.CelEvaluationError)]
        answer = all_of([each for each in found if not isinstance(each, cel.CelEvaluationError)])
        if failed and self._policy.ignores_errors:
            return False, ""
        return answer, f"a match condition fails: {failed[0].message}" if failed else ""

    def _validations(self, values: tuple[Value, ...], refusals: list[tuple[Any, ...]]) -> Answer:
        answers: list[Answer] = []
        for program in self._policy.annotations:
            failed = self._answer(program, values, "string")
            if isinstance(failed, Unknown):
                answers.append(True if self._policy.ignores_errors else failed)
            elif isinstance(failed, cel.CelEvaluationError) and not self._policy.ignores_errors:
                refusals.append((f"audit annotation {program.text.strip()} fails: {failed.message}",))
                answers.append(False)
        for validation in self._policy.validations:
            found = self._answer(validation.program, values)
            if isinstance(found, cel.CelEvaluationError):
                if not self._policy.ignores_errors:
                    refusals.append((f"{_shown(validation)} fails: {found.message}",))
                    answers.append(False)
                continue
            if found is False:
                refusals.append((validation, values))
            answers.append(found)
        return all_of(answers)

    def _answer(self, program: cel.Program, values: tuple[Value, ...], type: str = "bool") -> Any:
        """A bool, or a text where that is wanted; Unknown, or an error that the API server has as well."""
        try:
            found = program.evaluate(None, *values)
        except CostLimitExceeded:
            return Unknown(f"policy {self._policy.name}: {program.text[:60]} costs too much")
        except cel.CelEvaluationError as error:
            if error.message.startswith(_ABSENT):
                return error
            return Unknown(
                f"policy {self._policy.name} fails: {error.message}", origin=("failed", id(program), id(values))
            )
        if isinstance(found, Unknown):
            return found
        if isinstance(found, bool) if type == "bool" else found is None or isinstance(found, str):
            return found
        return Unknown(f"policy {self._policy.name}: {program.text[:60]} is no {type}")

    def _said(self, refusal: tuple[Any, ...]) -> str:
        if len(refusal) == 1:
            return str(refusal[0])
        validation, values = refusal
        if validation.message_program is not None:
            try:
                text = validation.message_program.evaluate(None, *values)
            except cel.CelEvaluationError:
                text = None
            text = text.strip() if isinstance(text, str) else ""
            if text and "\n" not in text and len(text.encode("utf-8", "replace")) <= MOST_MESSAGE:
                return str(text)
        return validation.message.strip() or f"failed expression: {validation.expression.strip()}"


def _shown(validation: Validation) -> str:
    return validation.message.strip() or validation.expression.strip()
