"""The data files as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import scanner.inputs.terraform.schemas as schemas
from scanner.inputs.terraform.schemas import PROVIDERS, BlockSchema, SchemaError, providers, schema_for, types_of
from scanner.inputs.terraform.schemas.store import Store

DATA = Path(schemas.__file__).parent / "data"


def check_type(type_: Any) -> None:
    """Fails unless `type_` is a type in Terraform's JSON syntax."""
    if isinstance(type_, str):
        assert type_ in ("string", "number", "bool", "dynamic")
        return
    kind, argument = type_
    if kind == "object":
        for name, member in argument.items():
            assert name
            check_type(member)
    else:
        assert kind in ("list", "set", "map")
        check_type(argument)


def check_block(block: BlockSchema, seen: set[int]) -> None:
    """Fails unless everything in `block` is well formed."""
    if id(block) in seen:
        return
    seen.add(id(block))
    for name, attribute in block.attributes.items():
        assert name.isidentifier()
        check_type(attribute.type)
        assert not (attribute.required and attribute.computed_only)
    for name, nested in block.blocks.items():
        assert name.isidentifier()
        assert nested.nesting in ("single", "list", "set")
        if name in block.attributes:
            type_ = block.attributes[name].type
            assert type_[0] in ("list", "set")
            assert type_[1][0] == "object"
        check_block(nested.block, seen)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_type_of_a_provider_is_well_formed(provider: str) -> None:
    types = types_of(provider)
    assert types == sorted(set(types))
    assert len(types) > 100
    seen: set[int] = set()
    for name in types:
        assert name.removeprefix("data.").startswith(f"{provider}_")
        block = schema_for(name)
        assert block is not None
        assert block.attributes or block.blocks
        check_block(block, seen)


def test_the_data_is_small() -> None:
    files = sorted(DATA.iterdir())
    assert [file.name for file in files] == sorted(f"{provider}.bin" for provider in PROVIDERS)
    assert sum(file.stat().st_size for file in files) < 2_500_000


def test_versions_are_those_of_the_providers() -> None:
    versions = providers()
    assert set(versions) == set(PROVIDERS)
    assert all(part.isdigit() for version in versions.values() for part in version.split("."))


NO_TYPES = ["", "aws", "aws_", "data.", "\n", "s3_bucket", "helm_release", "aws_s3_bucke", "aws_s3_bucket=", "../aws"]
NO_TYPES += ["aws_s3_bucket\n", "aws_\u00e9", "aws_\ud800", "data.data.aws_s3_bucket", "data.aws_s3_buckets"]


@pytest.mark.parametrize("type_", NO_TYPES)
def test_what_no_provider_has_is_unknown(type_: str) -> None:
    assert schema_for(type_) is None


def test_a_name_cannot_reach_over_a_line_of_the_index() -> None:
    first, second = Store((DATA / "aws.bin").read_bytes()).types()[:2]
    number = (DATA / "aws.bin").read_bytes().rpartition(f"\n{first}=".encode())[2].partition(b"\n")[0].decode()
    assert schema_for(f"{first}={number}\n{second}") is None


def test_a_type_is_read_once() -> None:
    assert schema_for("aws_s3_bucket") is schema_for("aws_s3_bucket")
    deployment, daemon_set = schema_for("kubernetes_deployment_v1"), schema_for("kubernetes_daemon_set_v1")
    assert deployment is not None
    assert daemon_set is not None
    containers = [
        block.blocks["spec"].block.blocks["template"].block.blocks["spec"].block.blocks["container"].block
        for block in (deployment, daemon_set)
    ]
    assert containers[0] is containers[1], "equal blocks are stored once"


@pytest.mark.parametrize("damage", [b"", b"BYLAWTF0", b"\x80\x04\x95 pickle"])
def test_other_files_are_refused(damage: bytes) -> None:
    with pytest.raises(SchemaError):
        Store(damage)


def test_a_truncated_file_is_refused() -> None:
    data = (DATA / "kubernetes.bin").read_bytes()
    for length in (9, 40, 200, len(data) - 1):
        with pytest.raises(SchemaError):
            Store(data[:length])
