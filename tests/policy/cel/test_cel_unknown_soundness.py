"""What is said in spite of Unknowns holds whatever they turn out to be; generated code says what the walker says."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from cel_conditions import ENVIRONMENT, condition, known, value
from cel_walker import walked

from scanner.model.values import Unknown
from scanner.policy.cel import CelError, CelEvaluationError, CelTypeError, OptionalValue, compile
from scanner.policy.cel.values import BoolKey


def outcome(run: Any, *arguments: Any) -> Any:
    """A form of the outcome that can be compared: error, unknown, or value."""
    try:
        return shown(run(*arguments))
    except CelEvaluationError as error:
        return ("error", error.message, error.offset)


def shown(result: Any) -> Any:
    if isinstance(result, Unknown):
        return "unknown"
    if isinstance(result, (list, tuple)):
        return ["list", *map(shown, result)]
    if isinstance(result, dict):
        return {repr(k.value if isinstance(k, BoolKey) else k): shown(v) for k, v in result.items()}
    if isinstance(result, OptionalValue):
        return ["optional", *map(shown, result.content)]
    return (type(result).__name__, repr(result))


def cases(seed: int, count: int) -> Any:
    random = Random(seed)
    made = 0
    while made < count:
        text = condition(random)
        try:
            program = compile(text, ENVIRONMENT, variables=[("named", condition(random))] if made % 3 == 0 else [])
        except CelTypeError:
            continue
        made += 1
        yield random, program


def failed(result: Any) -> bool:
    return isinstance(result, tuple) and result[0] == "error"


def agreeing(result: Any, settled: Any) -> bool:
    """Whether a result that may hold Unknowns is confirmed by one without. An unknown entry may turn out absent."""
    if result == "unknown":
        return True
    if isinstance(result, list) and isinstance(settled, list):
        return len(result) == len(settled) and all(map(agreeing, result, settled))
    if isinstance(result, dict) and isinstance(settled, dict):
        return settled.keys() <= result.keys() and all(
            agreeing(held, settled[key]) if key in settled else held == "unknown" for key, held in result.items()
        )
    return bool(result == settled)


@pytest.mark.parametrize("seed", range(8))
def test_generated_code_says_what_the_walker_says(seed: int) -> None:
    for random, program in cases(seed, 150):
        for doubt in (0, 0.1, 0.3):
            values = (value(random, 3, doubt), value(random, 3, doubt), [value(random, 2, doubt) for _ in range(3)])
            context = {"u": value(random, 1, doubt)}
            fast = outcome(program.evaluate, context, *values)
            assert fast == outcome(walked, program, ENVIRONMENT.functions, context, *values), (
                program.text,
                values,
                context,
            )


@pytest.mark.parametrize("seed", range(100, 108))
def test_known_results_hold_whatever_unknowns_turn_out_to_be(seed: int) -> None:
    for random, program in cases(seed, 120):
        if "isKnown" in program.text:
            continue
        values = (value(random, 3, 0.25), value(random, 3, 0.25), [value(random, 2, 0.25) for _ in range(3)])
        context = {"u": value(random, 1, 0.3)}
        result = outcome(program.evaluate, context, *values)
        if result == "unknown":
            continue
        for _ in range(6):
            chosen: dict[Any, Any] = {}
            settled = tuple(known(random, one, chosen) for one in values)
            final = outcome(program.evaluate, known(random, context, chosen), *settled)
            if failed(result):
                assert failed(final), (program.text, values, settled, final)
            else:
                assert failed(final) or agreeing(result, final), (program.text, values, settled, result, final)


def test_the_cases_are_worth_something() -> None:
    seen: dict[str, int] = {}
    for random, program in cases(7, 300):
        values = (value(random, 3, 0.2), value(random, 3, 0.2), [value(random, 2, 0.2) for _ in range(3)])
        result = outcome(program.evaluate, {"u": 1}, *values)
        kind = result if isinstance(result, str) else result[0] if isinstance(result, tuple) else "other"
        seen[kind] = seen.get(kind, 0) + 1
    assert seen["unknown"] > 40 and seen["error"] > 40 and seen["bool"] > 20, seen
    assert issubclass(CelEvaluationError, CelError)
