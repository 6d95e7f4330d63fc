"""The facts in `rules/*/defaults.yaml` name arguments that exist, with values of their type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.inputs.terraform.schemas import BlockSchema, schema_for

RULES = Path(__file__).resolve().parents[4] / "rules"
PYTHON = {"string": (str,), "number": (int, float), "bool": (bool,)}

Fact = tuple[str, str, Any, str]
"""Resource type, path of the block, its defaults, the source."""


def facts() -> list[Fact]:
    """Every block with defaults in every file."""
    found: list[Fact] = []
    for file in sorted(RULES.glob("*/defaults.yaml")):
        for type_, entry in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found.append((type_, "", entry.get("values", {}), entry["source"]))
            found += [(type_, path, values, entry["source"]) for path, values in entry.get("blocks", {}).items()]
    return found


def block_at(type_: str, path: str) -> BlockSchema:
    """The schema of the block at `path` in `type_`."""
    block = schema_for(type_)
    assert block is not None, f"no type {type_}"
    for name in path.split(".") if path else ():
        block = block.blocks[name].block
    return block


def fits(value: Any, type_: Any) -> bool:
    """Whether a value is of a type, without conversion."""
    if isinstance(type_, str):
        return isinstance(value, PYTHON[type_]) and (type_ == "bool" or not isinstance(value, bool))
    assert type_[0] in ("list", "set")
    return isinstance(value, list) and all(fits(item, type_[1]) for item in value)


@pytest.mark.parametrize("fact", facts(), ids=lambda fact: f"{fact[0]}.{fact[1]}".rstrip("."))
def test_defaults_are_of_arguments_that_exist(fact: Fact) -> None:
    type_, path, values, source = fact
    assert source == source_of(type_)
    block = block_at(type_, path)
    for name, value in values.items():
        attribute = block.attributes[name]
        assert not attribute.required, f"{name} is required and has no default"
        assert not attribute.computed_only, f"{name} is no argument"
        assert fits(value, attribute.type), f"{name}: {value!r} is no {attribute.type}"


def source_of(type_: str) -> str:
    """The page of the provider's documentation about a resource."""
    provider, _, name = type_.partition("_")
    return f"https://registry.terraform.io/providers/hashicorp/{provider}/latest/docs/resources/{name}"
