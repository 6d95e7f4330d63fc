"""`template_file`: a template rendered over the variables it is given.

https://registry.terraform.io/providers/hashicorp/template/2.2.0/docs/data-sources/file
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.convert import ConversionError, convert
from scanner.inputs.terraform.evaluate.data import Undecided
from scanner.inputs.terraform.evaluate.functions.signatures import FunctionError
from scanner.inputs.terraform.evaluate.types import STRING
from scanner.inputs.terraform.evaluate.unknowns import combine
from scanner.model.values import Object, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.resources import ResourceInstance


def attributes(instance: ResourceInstance, arguments: Object) -> dict[str, Value]:
    """`rendered`."""
    template, variables = arguments.get("template"), arguments.get("vars")
    if variables is None:
        variables = {}
    if template is None:
        raise Undecided("its template is not written in it")
    unknown = [value for value in (template, variables) if isinstance(value, Unknown)]
    if unknown:
        return {"rendered": combine(unknown, ("template_file",), STRING, not_null=True)}
    scope = instance.scope()
    context = instance.resource.module.evaluation.files.context(scope, instance.resource.block)
    try:
        rendered = context.render_template(template, f"{instance.address}.template", variables)
        return {"rendered": convert(rendered, STRING)}
    except (FunctionError, ConversionError) as error:
        # The provider has functions of its own time: what fails here need not fail there.
        raise Undecided(f"its template is not rendered here: {error}") from None
