"""Schemas of the data sources that are computed here and whose providers have none built in.

https://registry.terraform.io/providers/hashicorp/template/2.2.0/docs/data-sources/file
https://registry.terraform.io/providers/hashicorp/null/latest/docs/data-sources/data_source
https://registry.terraform.io/providers/hashicorp/local/latest/docs/data-sources/file
"""

from __future__ import annotations

from scanner.inputs.terraform.evaluate.data import COMPUTED
from scanner.inputs.terraform.schemas import AttributeSchema, BlockSchema


def data_schema(type: str) -> BlockSchema | None:
    """The schema of `data.TYPE`; None when there is none here."""
    match type:
        case "data.template_file":
            arguments = {
                "template": AttributeSchema("string"),
                "filename": AttributeSchema("string"),
                "vars": AttributeSchema(["map", "string"]),
            }
            return BlockSchema(arguments | _computed("id", "rendered"), {})
        case "data.null_data_source":
            arguments = {
                "inputs": AttributeSchema(["map", "string"]),
                "has_computed_default": AttributeSchema("string", computed=True),
                "outputs": AttributeSchema(["map", "string"], computed_only=True),
            }
            return BlockSchema(arguments | _computed("id", "random"), {})
        case "data.local_file" | "data.local_sensitive_file":
            arguments = {"filename": AttributeSchema("string", required=True)}
            return BlockSchema(arguments | _computed("id", *COMPUTED["local_file"]), {}, open=True)
        case _:
            return None


def _computed(*names: str) -> dict[str, AttributeSchema]:
    return {name: AttributeSchema("string", computed_only=True) for name in names}
