"""Data sources whose attributes follow from the configuration alone, one module a source.

Everything else that a data source gives is known only when Terraform reads it, `terraform_remote_state`,
`aws_partition` and `aws_region` included: what they say depends on where and as whom Terraform runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.terraform.evaluate.errors import TooLarge
from scanner.inputs.terraform.evaluate.unknowns import renamed
from scanner.model.places import Place
from scanner.model.values import Object, Reference, Unknown, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.evaluate.resources import ResourceInstance

_FILE = (
    "content",
    "content_base64",
    "content_md5",
    "content_sha1",
    "content_sha256",
    "content_base64sha256",
    "content_sha512",
    "content_base64sha512",
)

COMPUTED: dict[str, tuple[str, ...]] = {
    "aws_iam_policy_document": ("json", "minified_json"),
    "local_file": _FILE,
    "local_sensitive_file": _FILE,
    "null_data_source": ("outputs",),
    "template_file": ("rendered",),
}
"""The attributes that are worked out, by type of data source."""


class Refused(ValueError):
    """A configuration that the provider itself would refuse, with its reason."""


class Undecided(Exception):
    """A result that cannot be told from what was read, with the cause."""


def read(instance: ResourceInstance) -> tuple[dict[str, Value], bool]:
    """The attributes in `COMPUTED` of an instance of one of these, and whether they are sensitive. Reports what its
    provider would refuse.
    """
    evaluation = instance.resource.module.evaluation
    block = instance.resource.block
    used = evaluation.sensitive
    arguments = instance.arguments()
    sensitive = evaluation.sensitive != used or _holds_sensitive(arguments)
    sensitive = sensitive or instance.resource.type == "local_sensitive_file"
    place = block.body.source.place(block.start, block.heading_end)
    values: dict[str, Value] = {}
    cause = ""
    try:
        values = _compute(instance, arguments)
    except Undecided as undecided:
        cause = str(undecided)
    except (Refused, RecursionError, TooLarge) as error:
        cause = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        evaluation.report("error", f"{instance.address}: {cause}", block.body.source, block.start, block.heading_end)
    return {
        name: _named(values[name] if name in values else Unknown(cause), f"{instance.address}.{name}", place)
        for name in COMPUTED[instance.resource.type]
    }, sensitive


def _named(value: Value, name: str, place: Place) -> Value:
    return renamed(value, Reference(name, place)) if isinstance(value, Unknown) else value


def _holds_sensitive(arguments: Object) -> bool:
    pending: list[Value] = [arguments]
    while pending:
        node = pending.pop()
        if isinstance(node, Object) and node.sensitive:
            return True
        if isinstance(node, (dict, list)):
            pending.extend(item for item in (node.values() if isinstance(node, dict) else node))
    return False


def _compute(instance: ResourceInstance, arguments: Object) -> dict[str, Value]:
    """The attributes, some of which may be Unknown. Raises Refused, Undecided, and what evaluation raises."""
    match instance.resource.type:
        case "aws_iam_policy_document":
            from scanner.inputs.terraform.evaluate.data import policy_document

            return policy_document.attributes(arguments)
        case "local_file" | "local_sensitive_file":
            from scanner.inputs.terraform.evaluate.data import local_file

            return local_file.attributes(instance, arguments)
        case "null_data_source":
            return {"outputs": arguments.get("inputs", {})}
        case "template_file":
            from scanner.inputs.terraform.evaluate.data import template_file

            return template_file.attributes(instance, arguments)
        case kind:
            raise Undecided(f"data.{kind} is not computed here")
