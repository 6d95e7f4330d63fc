"""Names that are not known, but the same in two places: whatever the one turns out to be, the other is."""

from __future__ import annotations

from scanner.inputs.terraform.names.facts import Naming
from scanner.inputs.terraform.names.forms import Named
from scanner.inputs.terraform.schemas import BlockSchema, schema_for
from scanner.model.values import Unknown

_SAMPLES = ("name", "alias/name")


def names_alike(naming: Naming, type: str, argument: str, value: Unknown) -> bool:
    """Whether an Unknown that is the name of one resource, and stands in an argument of another, is certain to name it.

    It does where the argument takes the name itself, not only an ARN or a path, and will not turn out null.
    """
    if all(naming.form(sample) != Named(sample) for sample in _SAMPLES):
        return False
    return value.not_null or _is_required(type, argument) or _is_required(naming.target, naming.by)


def _is_required(type: str, argument: str) -> bool:
    schema: BlockSchema | None = schema_for(type)
    *blocks, last = argument.split(".")
    for name in blocks:
        block = None if schema is None else schema.blocks.get(name)
        schema = None if block is None else block.block
    known = None if schema is None else schema.attributes.get(last)
    return known is not None and known.required
