"""Whole configurations at random: variables with types and values, locals, repeated resources, modules in modules.

Every generated configuration is a module of one root, so that one plan answers many of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from random_expressions import KINDS, Expressions

_TYPES = {
    "string": ("string", ["a", "10", "é", True, 5]),
    "number": ("number", [0, 3, "7", 2.5]),
    "bool": ("bool", [True, False, "true"]),
    "list(string)": ("list", [[], ["p", "q"], [1, True, "x"]]),
    "set(string)": ("set", [[], ["q", "p", "q"], [2, 10]]),
    "map(string)": ("map", [{}, {"a": "x", "k": 1}, {"a": True}]),
    "map(list(number))": ("map", [{"a": [1, "2"], "k": []}]),
    "object({ a = string, k = optional(number, 4) })": ("map", [{"a": "x"}, {"a": 1, "k": "6"}, {"a": "", "z": 0}]),
    'list(object({ a = optional(string, "d"), k = optional(list(bool), [true]) }))': ("list", [[{}, {"a": 1}], []]),
    'map(object({ a = optional(string, "d"), k = number }))': ("map", [{"a": {"k": 1}, "k": {"a": "y", "k": "2"}}]),
    "tuple([string, number])": ("list", [["a", 1], [1, "2"]]),
    "any": ("any", ["x", 1, [1, "a"], {"a": [1]}, True]),
}


@dataclass(slots=True)
class Slot:
    """One expression in a generated file."""

    file: str
    """Relative to the root module."""
    head: str
    """What stands before the expression, with its line ends."""
    expression: str
    tail: str
    """What stands after it, with its line ends."""
    instead: str = "null"
    """What may take its place."""
    repeated: bool = False
    """Whether it stands in something that repeats, and so may not be there at all."""


@dataclass(slots=True)
class Generated:
    """A root module whose expressions can be replaced one by one."""

    slots: list[Slot] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)
    """Values of the root's variables."""

    def write(self, folder: Path) -> dict[tuple[str, int], Slot]:
        """Writes the files; gives the slot that stands on each line of each."""
        texts: dict[str, str] = {}
        lines: dict[tuple[str, int], Slot] = {}
        for slot in self.slots:
            text = texts.setdefault(slot.file, "")
            piece = slot.head + slot.expression + slot.tail
            at = text.count("\n") + 1
            for line in range(at, at + piece.count("\n")):
                lines[slot.file, line] = slot
            texts[slot.file] = text + piece
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "terraform.tfvars.json").write_text(json.dumps(self.values), encoding="utf-8")
        return lines


def generate(random: Random, count: int) -> Generated:
    """A root module that calls so many generated ones."""
    made = Generated()
    for index in range(count):
        _Writer(random, made, f"g{index}").write()
    return made


class _Writer:
    """Writes one module and what it calls."""

    def __init__(self, random: Random, made: Generated, name: str) -> None:
        self.random = random
        self.made = made
        self.name = name
        self.file = f"{name}/main.tf"
        self.names: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.expressions = Expressions(random, self.names)

    def write(self) -> None:
        """Variables, locals and resources, each of which may use those before it, then a module and the outputs."""
        arguments = "".join(self._variables())
        self._put("main.tf", f'module "{self.name}" {{\n  source = "./{self.name}"\n{arguments}}}\n', "", "")
        for index in range(self.random.randint(2, 5)):
            self._local(index)
            if self.random.random() < 0.6:
                self._resource(index)
        self._module()
        outputs = [name for kind in self.names.values() for name in kind if name.startswith("local.")]
        for index, name in enumerate(outputs):
            self._put(self.file, f'output "o{index}" {{\n  sensitive = true\n  value = ', name, "\n}\n")
            self._put("main.tf", f'output "{self.name}_o{index}" {{\n  sensitive = true\n  value = ', "", "")
            self._put("main.tf", "", f"module.{self.name}.o{index}", "\n}\n")

    def _put(
        self, file: str, head: str, expression: str, tail: str, instead: str = "null", repeated: bool = False
    ) -> None:
        self.made.slots.append(Slot(file, head, expression, tail, instead, repeated))

    def _repeat(self, repeat: str) -> None:
        """How the block that was begun repeats, if it does."""
        if repeat == "count":
            self._put(self.file, "  count = ", f"min(3, {self.expressions.make('number', 1)})", "\n", "1")
        elif repeat:
            self._put(self.file, "  for_each = ", self._one("map"), "\n", '{ a = "x" }')

    def _one(self, kind: str) -> str:
        return self.expressions.make(kind, 1).rstrip("\n")

    def _make(self, depth: int = 2) -> tuple[str, str]:
        kind = self.random.choice(KINDS)
        return kind, self.expressions.make(kind, self.random.randint(0, depth)).rstrip("\n")

    def _variables(self) -> Iterator[str]:
        for index in range(self.random.randint(1, 3)):
            constraint = self.random.choice(list(_TYPES))
            kind, values = _TYPES[constraint]
            default = json.dumps(self.random.choice(values))
            name = f"{self.name}_v{index}"
            declared = f'variable "%s" {{\n  type = {constraint}\n  default = {default}\n}}\n'
            self._put("main.tf", declared % name, "", "")
            self._put(self.file, declared % f"v{index}", "", "")
            if self.random.random() < 0.6:
                self.made.values[name] = self.random.choice(values)
            self.names[kind].append(f"var.v{index}")
            if self.random.random() < 0.7:
                yield f"  v{index} = var.{name}\n"

    def _local(self, index: int) -> None:
        kind, expression = self._make()
        self._put(self.file, f"locals {{\n  l{index} = ", expression, "\n}\n")
        self.names[kind].append(f"local.l{index}")

    def _resource(self, index: int) -> None:
        address = f"terraform_data.r{index}"
        repeat, names = self.random.choice(_REPETITIONS)
        self._put(self.file, f'resource "terraform_data" "r{index}" {{\n', "", "")
        self._repeat(repeat)
        bound = Expressions(self.random, {**self.names, "any": [*self.names["any"], *names], "string": names})
        given = bound.make(self.random.choice(KINDS), 2).rstrip("\n")
        self._put(self.file, "  input = ", given, "\n}\n", repeated=repeat != "")
        if repeat == "":
            self.names["any"] += [f"{address}.output", f"{address}.input"]
            self.names["string"].append(f"{address}.id")
        elif repeat == "count":
            self.names["list"] += [f"{address}[*].id", f"{address}[*].input"]
        else:
            self.names["map"].append(f"{{ for k, v in {address} : k => v.input }}")
            self.names["list"].append(f"values({address})[*].id")

    def _module(self) -> None:
        inner = f"{self.name}/inner/main.tf"
        kind = self.random.choice(KINDS)
        self._put(inner, 'variable "given" {}\nresource "terraform_data" "x" {\n  input = ', "var.given", "\n}\n")
        inside = Expressions(
            self.random, {kind: ["var.given", "terraform_data.x.output"], "string": ["terraform_data.x.id"]}
        )
        given = inside.make(kind, 2).rstrip("\n")
        self._put(inner, 'output "made" {\n  sensitive = true\n  value = ', given, "\n}\n", repeated=True)
        repeat, names = self.random.choice(_REPETITIONS)
        self._put(self.file, 'module "inner" {\n  source = "./inner"\n', "", "")
        self._repeat(repeat)
        bound = Expressions(self.random, {**self.names, "string": [*self.names["string"], *names]})
        self._put(self.file, "  given = ", bound.make(kind, 1).rstrip("\n"), "\n}\n", repeated=repeat != "")
        whole = {"": "module.inner.made", "count": "module.inner[*].made"}
        gathered = whole.get(repeat, "{ for k, v in module.inner : k => v.made }")
        self._put(self.file, 'output "inner" {\n  sensitive = true\n  value = ', gathered, "\n}\n")
        self._put("main.tf", f'output "{self.name}_inner" {{\n  sensitive = true\n  value = ', "", "")
        self._put("main.tf", "", f"module.{self.name}.inner", "\n}\n")


_REPETITIONS = (("", []), ("count", ["count.index"]), ("for_each", ["each.key", "each.value"]))
