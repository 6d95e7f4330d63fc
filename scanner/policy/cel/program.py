"""From text to a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

from scanner.policy.cel.checker import check_tree
from scanner.policy.cel.environment import Environment
from scanner.policy.cel.errors import CelError, CelSyntaxError
from scanner.policy.cel.generate import compile_plan
from scanner.policy.cel.parser import parse
from scanner.policy.cel.plan import Definition, Read, lower
from scanner.policy.cel.runtime import Evaluate, load
from scanner.policy.cel.types import Type


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled expression."""

    text: str
    """The expression."""
    type: Type
    """Type of its value."""
    code: CodeType
    """What `load` takes: holds no live objects and can be marshalled for the same version of Python."""
    reads: tuple[Read, ...]
    """The paths of the environment's variables that it reads, in the order of their first use."""
    run: Evaluate
    """The loaded code."""

    def evaluate(self, context: Any, *values: Any) -> Any:
        """The value for these values of the environment's variables, in their order, or an Unknown.

        `context` is handed to contextual functions. Raises CelEvaluationError.
        """
        return self.run(context, *values)


def compile_program(text: str, environment: Environment, variables: Sequence[tuple[str, str]] = ()) -> Program:
    """Parses, checks and compiles an expression. Raises CelSyntaxError and CelTypeError."""
    try:
        return _compiled(text, environment, variables)
    except RecursionError:
        raise CelSyntaxError("expression is nested too deeply for this call stack", 0) from None


def _compiled(text: str, environment: Environment, variables: Sequence[tuple[str, str]]) -> Program:
    named: dict[str, Type] = {}
    definitions: list[Definition] = []
    for name, source in variables:
        try:
            tree = parse(source)
            checked = check_tree(tree, environment, named)
        except CelError as error:
            error.variable = name
            raise
        definitions.append(Definition(name, tree, checked, len(definitions)))
        named[name] = checked.type
    tree = parse(text)
    checked = check_tree(tree, environment, named)
    lowered = lower(tree, checked, tuple(environment.variables), tuple(definitions))
    code = compile_plan(lowered, len(environment.variables))
    return Program(text, checked.type, code, lowered.reads, load(code, environment.functions))
