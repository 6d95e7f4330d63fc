"""Schemas of resources that Terraform itself provides, and the lookup that knows them beside the providers'."""

from __future__ import annotations

from functools import lru_cache

from scanner.inputs.terraform.schemas import AttributeSchema, BlockSchema, schema_for


@lru_cache(maxsize=4096)
def find_schema(type: str) -> BlockSchema | None:
    """The schema of a resource type or of `data.TYPE`; None when it is not known."""
    if type == "terraform_data":
        # https://developer.hashicorp.com/terraform/language/resources/terraform-data
        return BlockSchema(
            {
                "id": AttributeSchema("string", computed_only=True),
                "input": AttributeSchema("dynamic"),
                "output": AttributeSchema("dynamic", computed_only=True),
                "triggers_replace": AttributeSchema("dynamic"),
            },
            {},
        )
    found = schema_for(type)
    if found is None and type.startswith("data."):
        from scanner.inputs.terraform.evaluate.data.schemas import data_schema

        return data_schema(type)
    return found
