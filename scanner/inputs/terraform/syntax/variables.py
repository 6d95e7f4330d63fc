"""Files that set variables (`.tfvars`, `.tfvars.json`): arguments only."""

from __future__ import annotations

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.native import parse, problem
from scanner.inputs.terraform.syntax.tree import Attribute, Body, File
from scanner.model.places import Source


def parse_variables(source: Source, json: bool) -> File:
    """Parses a file that sets variables; never raises. Blocks are problems.

    In JSON syntax every string is taken as it is: Terraform 1.11 evaluates these files without a scope, and then
    `"${x}"` is the text `${x}`, and `"$${x}"` the text `$${x}`.
    """
    return _json(source) if json else _native(source)


def _native(source: Source) -> File:
    file = parse(source)
    for block in file.body.blocks:
        message = f"Unexpected {block.type} block: blocks are not allowed here"
        file.problems.append(problem(source, HclSyntaxError(message, block.start, block.heading_end)))
    file.body.blocks.clear()
    return file


def _json(source: Source) -> File:
    from scanner.inputs.terraform.syntax.json_syntax import JsonBodies, file_of, root_objects

    reader = JsonBodies(source)
    attributes: dict[str, Attribute] = {}
    for value in root_objects(reader, array=False):
        for key, content in value.members:
            try:
                if key.text == "//":
                    reader.comment(key, content)
                else:
                    reader.attribute(attributes, key, reader.expression(content, "literal"))
            except HclSyntaxError as error:
                reader.errors.append(error)
    return file_of(reader, Body(0, len(source.text), attributes, [], source))
