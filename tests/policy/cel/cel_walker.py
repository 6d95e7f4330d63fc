"""A program evaluated by the walker alone, without its generated code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scanner.policy.cel import Function, Program
from scanner.policy.cel.exact import walker
from scanner.policy.cel.library.dispatch import by_key


def walked(program: Program, functions: Sequence[Function], context: Any, *values: Any) -> Any:
    """What the walker makes of the plan that lies in the program's code."""
    return walker(*_plan(program))(by_key(functions), context, values)


def _plan(program: Program) -> Any:
    (code,) = [constant for constant in program.code.co_consts if hasattr(constant, "co_consts")]
    (plan,) = [
        one
        for one in code.co_consts
        if isinstance(one, tuple) and len(one) == 3 and isinstance(one[0], tuple) and isinstance(one[2], int)
    ]
    return plan
