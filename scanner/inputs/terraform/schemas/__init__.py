"""What attributes and blocks a provider's resources have, compiled from its published schema.

`tools/terraform_schemas.py` writes the files in `data/`, one a provider.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache

from scanner.inputs.terraform.schemas.blocks import AttributeSchema, BlockSchema, JsonType, NestedBlock, Nesting
from scanner.inputs.terraform.schemas.store import SchemaError, Store

__all__ = [
    "PROVIDERS",
    "AttributeSchema",
    "BlockSchema",
    "JsonType",
    "NestedBlock",
    "Nesting",
    "SchemaError",
    "providers",
    "schema_for",
    "types_of",
]

PROVIDERS = ("aws", "azurerm", "google", "kubernetes")
"""Providers whose schemas are known, by the first word of their types."""


@lru_cache(maxsize=4096)
def schema_for(type: str) -> BlockSchema | None:
    """The schema of a resource (`aws_s3_bucket`) or data source (`data.aws_iam_policy_document`); None when unknown."""
    name = type.removeprefix("data.")
    provider = name.partition("_")[0]
    return _store(provider).find(type) if provider in PROVIDERS and name.isidentifier() else None


def providers() -> Mapping[str, str]:
    """The version of each provider whose schema is known."""
    return {provider: _store(provider).description()["version"] for provider in PROVIDERS}


def types_of(provider: str) -> list[str]:
    """Every type of a provider in `PROVIDERS`, data sources as `data.TYPE`, sorted."""
    return _store(provider).types()


@lru_cache(maxsize=len(PROVIDERS))
def _store(provider: str) -> Store:
    path = os.path.join(os.path.dirname(__file__), "data", f"{provider}.bin")
    try:
        with open(path, "rb") as stream:
            return Store(stream.read())
    except OSError as error:
        raise SchemaError(f"no schemas of {provider}: {error.strerror}") from error
