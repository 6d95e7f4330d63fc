"""The configuration that a plan carries along: which arguments are written, and what their expressions refer to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.inputs.terraform.plan.addresses import Mention, mentions_of
from scanner.inputs.terraform.plan.document import Remarks

_EXPRESSION = frozenset(("constant_value", "references"))
_DEEPEST = 64


class PlanModule:
    """One module's part of it, the same for all its instances."""

    __slots__ = ("_outputs", "blocks", "calls", "children", "parent")

    def __init__(self, raw: dict[str, Any], parent: PlanModule | None, where: str, remarks: Remarks) -> None:
        self.parent = parent
        self.blocks: dict[str, dict[str, Any]] = {}
        """Resources and data sources by `type.name` or `data.type.name`."""
        for number, block in enumerate(remarks.items(raw.get("resources"), f"{where}.resources")):
            key = _key_of(remarks.table(block, f"{where}.resources[{number}]"))
            if key:
                self.blocks[key] = block
        calls = remarks.table(raw.get("module_calls"), f"{where}.module_calls")
        self.calls: dict[str, dict[str, Any]] = {
            name: remarks.table(call, f"{where}.module_calls.{name}") for name, call in calls.items()
        }
        """Module calls by name."""
        self.children: dict[str, PlanModule] = {}
        """What they call."""
        self._outputs = remarks.table(raw.get("outputs"), f"{where}.outputs")

    def output(self, name: str) -> tuple[Mention, ...]:
        """What one output refers to."""
        output = self._outputs.get(name)
        return mentions_in(output.get("expression")) if isinstance(output, dict) else ()

    def outputs(self) -> list[str]:
        """Names of all outputs."""
        return list(self._outputs)


class PlanConfiguration:
    """All modules, by the names of the calls that lead to them."""

    def __init__(self, raw: dict[str, Any], remarks: Remarks) -> None:
        root = remarks.table(raw.get("root_module"), "configuration.root_module")
        self.root = PlanModule(root, None, "configuration.root_module", remarks)
        self.providers = remarks.table(raw.get("provider_config"), "configuration.provider_config")
        """Provider configurations by the keys that resources name them by."""
        pending = [(self.root, "configuration.root_module", 1)]
        while pending:
            module, where, depth = pending.pop()
            for name, call in module.calls.items():
                at = f"{where}.module_calls.{name}.module"
                if depth == _DEEPEST:
                    remarks.add("error", "unparsable", f"{at}: modules nested more than {depth} deep were not read")
                    break
                child = PlanModule(remarks.table(call.get("module"), at), module, at, remarks)
                module.children[name] = child
                pending.append((child, at, depth + 1))

    def module(self, path: tuple[str, ...]) -> PlanModule | None:
        """The module that a path of call names leads to."""
        at: PlanModule | None = self.root
        for name in path:
            at = at.children.get(name) if at is not None else None
        return at


def _key_of(block: dict[str, Any]) -> str:
    type, name = block.get("type"), block.get("name")
    if not (isinstance(type, str) and isinstance(name, str)):
        return ""
    return f"data.{type}.{name}" if block.get("mode") == "data" else f"{type}.{name}"


def expressions_of(block: dict[str, Any]) -> dict[str, Any]:
    """The arguments and nested blocks of a block or call; blocks that `dynamic` generates are not among them."""
    found = block.get("expressions")
    return found if isinstance(found, dict) else {}


def is_expression(value: Any) -> bool:
    """Whether this is an argument's expression, not a nested block."""
    return isinstance(value, dict) and value.keys() <= _EXPRESSION


def mentions_in(expression: Any) -> tuple[Mention, ...]:
    """What an argument, or everything in a nested block, refers to."""
    found: dict[Mention, None] = {}
    for part in _parts(expression, 0):
        references = part.get("references")
        if isinstance(references, list):
            found |= dict.fromkeys(mentions_of([each for each in references if isinstance(each, str)]))
    return tuple(found)


def _parts(expression: Any, depth: int) -> Iterator[dict[str, Any]]:
    if is_expression(expression):
        yield expression
    elif depth < _DEEPEST and isinstance(expression, (dict, list)):
        for inner in expression.values() if isinstance(expression, dict) else expression:
            yield from _parts(inner, depth + 1)
