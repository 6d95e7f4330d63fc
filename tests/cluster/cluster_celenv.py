"""CEL as the Kubernetes API server has it, through the program `celenv` (its words are in its own main.go)."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterable, Sequence
from typing import Any, Self

Json = dict[str, Any]


class CelEnv:
    """A running `celenv`: one line in, one line out."""

    def __init__(self, program: str) -> None:
        self._process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def ask(
        self,
        expression: str,
        variables: Json | None = None,
        *,
        types: dict[str, str] | None = None,
        admission: bool = False,
        composed: Iterable[tuple[str, str]] = (),
    ) -> Json:
        """The answer as `celenv` gives it: `type` and `value` or `error`, or `invalid`."""
        question = {
            "expression": expression,
            "variables": variables or {},
            "types": types or {},
            "admission": admission,
            "composed": [{"name": name, "expression": text} for name, text in composed],
        }
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        answer: Json = json.loads(self._process.stdout.readline())
        return answer


def plain(value: Any) -> Any:
    """A value of an answer without its marks: maps as `dict`, bytes as `bytes`, other types as their text; an empty
    optional is `()`, another one a tuple of one."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    [(kind, held)] = value.items()
    match kind:
        case "map":
            return {plain(key): plain(item) for key, item in held}
        case "bytes":
            return base64.b64decode(held)
        case "double":
            return float(held)
        case "optional":
            return _optional(held)
        case _:
            return held


def _optional(held: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(plain(item) for item in held)
