"""What Terraform knows in blocks of its own: their arguments and nested blocks, which are required, which come once.

What is not known may be known to a later version, so that it is a warning. Conditions of variables, resources and
checks are left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from scanner.inputs.terraform.syntax.tree import Block, Literal, Reference
from scanner.model.places import Source

Report: TypeAlias = "Callable[[str, Source, int, int, str], None]"
"""Takes a severity, a file, a span in it and what is wrong there."""

_ARGUMENTS = {
    "variable": frozenset(("type", "default", "description", "sensitive", "nullable", "ephemeral", "deprecated")),
    "output": frozenset(("value", "description", "sensitive", "depends_on", "ephemeral", "deprecated", "type")),
    "terraform": frozenset(("required_version", "experiments", "language")),
    "moved": frozenset(("from", "to")),
    "import": frozenset(("to", "id", "identity", "provider", "for_each")),
    "removed": frozenset(("from",)),
    "lifecycle": frozenset(
        ("create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by", "destroy", "enabled")
    ),
}
"""By type of block, those of Terraform and of OpenTofu; types that are not here take any."""

_BLOCKS = {
    "variable": frozenset(("validation",)),
    "output": frozenset(("precondition",)),
    "locals": frozenset[str](),
    "module": frozenset[str](),
    "terraform": frozenset(("backend", "cloud", "required_providers", "provider_meta", "encryption", "state_store")),
    "moved": frozenset[str](),
    "import": frozenset[str](),
    "removed": frozenset(("lifecycle", "provisioner", "connection")),
    "lifecycle": frozenset(("precondition", "postcondition", "action_trigger")),
}

_REQUIRED = {"moved": ("from", "to"), "import": ("to",), "removed": ("from",)}

_FLAGS = ("sensitive", "nullable", "ephemeral")
"""Arguments of variables and outputs that must be written as `true` or `false`."""

_RESOURCES = frozenset(("resource", "data", "ephemeral"))
_ONCE = ("lifecycle", "connection")


def check(block: Block, report: Report) -> None:
    """Reports what Terraform does not know in a top-level block of its own, or in the `lifecycle` of a resource."""
    if block.type in _RESOURCES:
        for type in _ONCE:
            found = [nested for nested in block.body.blocks if nested.type == type]
            for again in found[1:]:
                what = f"Duplicate {type} block: this resource already has a {type} block"
                report("error", again.body.source, again.start, again.heading_end, what)
            for nested in found:
                _check_known(nested, report)
        return
    _check_known(block, report)
    if block.type in ("variable", "output"):
        _check_flags(block, report)
    for name in _REQUIRED.get(block.type, ()):
        if name not in block.body.attributes:
            what = f'Missing required argument: the argument "{name}" is required, but no definition was found'
            report("error", block.body.source, block.start, block.heading_end, what)


def _check_known(block: Block, report: Report) -> None:
    known = _ARGUMENTS.get(block.type)
    for name, attribute in block.body.attributes.items() if known is not None else ():
        if known is not None and name not in known and name != "//":
            what = f'Unsupported argument: an argument named "{name}" is not expected here'
            report("warning", block.body.source_of(name), attribute.start, attribute.end, what)
    blocks = _BLOCKS.get(block.type)
    for nested in block.body.blocks if blocks is not None else ():
        if blocks is not None and nested.type not in blocks:
            what = f'Unsupported block type: blocks of type "{nested.type}" are not expected here'
            if block.type == "locals":
                what = f'Unexpected "{nested.type}" block: blocks are not allowed here'
            report("warning", nested.body.source, nested.start, nested.heading_end, what)


def _check_flags(block: Block, report: Report) -> None:
    for name in _FLAGS:
        attribute = block.body.attributes.get(name)
        node = None if attribute is None else attribute.expression
        if isinstance(node, Reference):
            what = "Variables not allowed: variables may not be used here"
            report("error", block.body.source_of(name), node.start, node.end, what)
        elif (
            isinstance(node, Literal) and node.value not in ("true", "false", None) and node.value.__class__ is not bool
        ):
            what = "Unsuitable value type: a bool is required"
            report("error", block.body.source_of(name), node.start, node.end, what)


def check_settings(blocks: list[Block], report: Report) -> None:
    """Reports what only one of a module's `terraform` blocks may have."""
    nested = [each for block in blocks for each in block.body.blocks]
    for type, noun in (("required_providers", "required providers"), ("backend", "backend"), ("cloud", "cloud")):
        for again in [each for each in nested if each.type == type][1:]:
            what = f"Duplicate {noun} configuration: a module may have only one"
            report("error", again.body.source, again.start, again.heading_end, what)
