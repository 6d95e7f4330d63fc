"""The Common Expression Language, compiled to Python functions with three-valued logic.

`parse`, `check` and `compile` work on text; `load` turns compiled code back into a callable. The modules that read and
check expressions are imported when they are first used, so that loading and evaluating costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scanner.policy.cel.errors import CelError, CelEvaluationError, CelSyntaxError, CelTypeError
from scanner.policy.cel.runtime import Evaluate, load
from scanner.policy.cel.values import CIDR, IP, Duration, OptionalValue, Timestamp, TypeValue, UInt

if TYPE_CHECKING:
    from scanner.policy.cel.environment import Environment, Function
    from scanner.policy.cel.plan import Read
    from scanner.policy.cel.program import Program
    from scanner.policy.cel.tree import Expr
    from scanner.policy.cel.types import Type

__all__ = [
    "CIDR",
    "IP",
    "CelError",
    "CelEvaluationError",
    "CelSyntaxError",
    "CelTypeError",
    "Duration",
    "Environment",
    "Evaluate",
    "Expr",
    "Function",
    "OptionalValue",
    "Program",
    "Read",
    "Timestamp",
    "Type",
    "TypeValue",
    "UInt",
    "check",
    "compile",
    "load",
    "parse",
]

_LATER = {
    "Environment": "environment",
    "Expr": "tree",
    "Function": "environment",
    "Program": "program",
    "Read": "plan",
    "Type": "types",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def parse(text: str) -> Expr:
    """The syntax tree of an expression. Raises CelSyntaxError."""
    from scanner.policy.cel.parser import parse as parse_text

    return parse_text(text)


def check(expr: Expr, environment: Environment) -> Type:
    """The type of an expression in an environment. Raises CelTypeError."""
    from scanner.policy.cel.checker import check_tree

    return check_tree(expr, environment).type


def compile(text: str, environment: Environment, *, variables: Sequence[tuple[str, str]] = ()) -> Program:
    """Compiles an expression. Raises CelSyntaxError and CelTypeError.

    `variables` are named expressions that `text`, and later ones of them, may use. Each is evaluated when its value is
    first needed and at most once; what goes wrong in it matters only where it is used.
    """
    from scanner.policy.cel.program import compile_program

    return compile_program(text, environment, variables)
