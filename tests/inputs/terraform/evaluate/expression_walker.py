"""The least that evaluates expressions made of constants, operators and function calls, for testing functions alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scanner.inputs.terraform.evaluate import arithmetic
from scanner.inputs.terraform.evaluate.convert import convert
from scanner.inputs.terraform.evaluate.equality import equal
from scanner.inputs.terraform.evaluate.functions import FunctionError, call
from scanner.inputs.terraform.evaluate.types import STRING
from scanner.inputs.terraform.syntax import parse_expression, parse_template, tree
from scanner.model.places import Source
from scanner.model.values import Unknown

_OPERATORS = {
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "%": arithmetic.modulo,
    "==": equal,
}


class Folder:
    """A function context over a real directory."""

    module_directory = "."
    root_directory = "."

    def __init__(self, path: Path) -> None:
        self.path = path

    def read_file(self, path: str) -> bytes:
        if not (self.path / path).is_file():
            raise FunctionError(f'no file exists at "{path}"', 0)
        return (self.path / path).read_bytes()

    def file_exists(self, path: str) -> bool:
        return (self.path / path).is_file()

    def list_files(self, path: str, pattern: str) -> list[str]:
        top = self.path / path
        return [found.relative_to(top).as_posix() for found in top.glob(pattern) if found.is_file()]

    def render_template(self, text: str, name: str, variables: dict[str, Any]) -> Any:
        return walk(parse_template(text, Source(name, text)), variables, self)


def evaluate(text: str, folder: Folder, **names: Any) -> Any:
    """The value of an expression in Terraform's syntax."""
    return walk(parse_expression(text, Source("test", text)), names, folder)


def walk(node: Any, names: dict[str, Any], folder: Folder) -> Any:
    """The value of a parsed expression."""

    def inner(part: Any) -> Any:
        return walk(part, names, folder)

    match node:
        case tree.Literal():
            return node.value
        case tree.TemplateWrap():
            return inner(node.inner)
        case tree.Template():
            return "".join(convert(inner(part), STRING) for part in node.parts)
        case tree.TupleCons():
            return [inner(item) for item in node.items]
        case tree.ObjectCons():
            return {convert(inner(key), STRING): inner(item) for key, item in node.items}
        case tree.Unary():
            return arithmetic.negate(inner(node.operand))
        case tree.Binary():
            return _OPERATORS[node.operator](inner(node.left), inner(node.right))
        case tree.Call():
            arguments = [inner(argument) for argument in node.arguments]
            if node.expand:
                arguments[-1:] = list(arguments[-1])
            return call(node.name, arguments, folder)
        case tree.Reference():
            value = names[node.name]
            for step in node.steps:
                value = value[step if isinstance(step, str) else step[0]]
            return value
        case tree.For():
            return [walk(node.result, {**names, node.value: item}, folder) for item in inner(node.collection)]
    raise NotImplementedError(type(node).__name__)


def is_unknown(value: Any) -> bool:
    """True for an Unknown."""
    return isinstance(value, Unknown)
