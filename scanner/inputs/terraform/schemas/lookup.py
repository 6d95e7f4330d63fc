"""Whether a provider's schema has what a path names."""

from __future__ import annotations

from scanner.inputs.terraform.schemas import schema_for
from scanner.model.values import Path


def path_exists(type: str, path: Path) -> bool | None:
    """Whether `path` (names, indices, and `*` for any item) can be found in resources of a type; None if unknown."""
    schema = schema_for(type)
    if schema is None:
        return None
    for position, step in enumerate(path):
        if not isinstance(step, str) or step == "*":
            continue
        if step in schema.blocks:
            schema = schema.blocks[step].block
        elif step in schema.attributes or step in ("id", "timeouts"):
            return True  # what is inside an attribute's value is not the schema's to say
        else:
            return None if schema.open and position else schema.open or False
    return True
