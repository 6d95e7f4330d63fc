"""Kubernetes objects written as Terraform, and Terraform as text read to a linked graph."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scanner.inputs.kubernetes import link_objects
from scanner.inputs.terraform import load_text
from scanner.inputs.terraform.schemas import BlockSchema, schema_for, types_of
from scanner.inputs.translate import translate
from scanner.inputs.translate.kinds import object_kind
from scanner.inputs.translate.objects import Translator
from scanner.model.resources import ResourceGraph


class Inexpressible(Exception):
    """The provider has no argument for something in an object."""


def read_terraform(text: str) -> ResourceGraph:
    """What a scan of a file with this text would judge."""
    graph = load_text(text)
    translate(graph)
    link_objects(graph)
    return graph


@pytest.fixture
def read() -> Callable[[str], ResourceGraph]:
    return read_terraform


@pytest.fixture
def as_typed() -> Callable[[int, dict[str, Any]], str]:
    return typed_resource


@pytest.fixture
def as_manifest() -> Callable[[int, dict[str, Any]], str]:
    return manifest_resource


@pytest.fixture
def inexpressible() -> type[Exception]:
    return Inexpressible


def manifest_resource(number: int, value: dict[str, Any]) -> str:
    """An object as a `kubernetes_manifest`."""
    return f'resource "kubernetes_manifest" "m{number}" {{\n  manifest = {_expression(value, 2)}\n}}\n'


def typed_resource(number: int, value: dict[str, Any]) -> str:
    """An object as a resource of the type that its kind has.

    Raises:
        Inexpressible: there is none, or it lacks an argument.
    """
    kind = (value["apiVersion"], value["kind"])
    type_ = _TYPES.get(kind)
    schema = None if type_ is None else schema_for(type_)
    if type_ is None or schema is None:
        raise Inexpressible("/".join(kind))
    body = {key: each for key, each in value.items() if key not in ("apiVersion", "kind")}
    if kind[1] == "NetworkPolicy":  # the provider asks for what the API server derives
        spec = dict(body["spec"])
        spec.setdefault("policyTypes", ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"])
        body["spec"] = spec
    lines = "".join(_Writer(Translator(*kind)).body(body, schema, "", 1))
    return f'resource "{type_}" "r{number}" {{\n{lines}}}\n'


_TYPES = {
    kind: type_
    for type_ in sorted(types_of("kubernetes"))
    if not type_.startswith(("data.", "kubernetes_default_")) and (kind := object_kind(type_)) is not None
}


class _Writer:
    def __init__(self, names: Translator) -> None:
        self._names = names

    def body(self, node: dict[str, Any], schema: BlockSchema, around: str, depth: int) -> Iterator[str]:
        for key, value in node.items():
            if value is None:
                continue
            yield from self._entry(key, value, schema, around, depth)

    def _entry(self, key: str, value: Any, schema: BlockSchema, around: str, depth: int) -> Iterator[str]:
        indent = "  " * depth
        for name, nested in schema.blocks.items():
            api_name, repeats = self._names.block(name, nested.nesting, around)
            if api_name != key:
                continue
            if not isinstance(value, list if repeats else dict):
                raise Inexpressible(f"{around}.{name} = {value!r}")
            for each in value if repeats else [value]:
                if not isinstance(each, dict):
                    raise Inexpressible(f"{around}.{name} = {each!r}")
                yield f"{indent}{name} {{\n"
                yield from self.body(each, nested.block, name, depth + 1)
                yield f"{indent}}}\n"
            return
        for name, attribute in schema.attributes.items():
            if name not in schema.blocks and self._names.field(name, around) == key and not name.endswith("_wo"):
                if isinstance(value, (dict, list)) == isinstance(attribute.type, str):
                    raise Inexpressible(f"{around}.{name} = {value!r}")
                yield f"{indent}{name} = {_expression(value, depth)}\n"
                return
        raise Inexpressible(f"{around}.{key}")


def _expression(value: Any, depth: int) -> str:
    indent = "  " * depth
    if isinstance(value, dict):
        lines = "".join(
            f"{indent}  {_text(str(key))} = {_expression(each, depth + 1)}\n" for key, each in value.items()
        )
        return f"{{\n{lines}{indent}}}" if value else "{}"
    if isinstance(value, list):
        lines = "".join(f"{indent}  {_expression(each, depth + 1)},\n" for each in value)
        return f"[\n{lines}{indent}]" if value else "[]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
