"""HCL 2 as Terraform uses it, in native and JSON syntax: text in, a tree with exact offsets out."""

from __future__ import annotations

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.native import parse, parse_expression, parse_template
from scanner.inputs.terraform.syntax.tree import File
from scanner.inputs.terraform.syntax.variables import parse_variables
from scanner.model.places import Source

__all__ = ["HclSyntaxError", "parse", "parse_expression", "parse_json", "parse_template", "parse_variables"]


def parse_json(source: Source) -> File:
    """Parses a file in JSON syntax (`.tf.json`, `.tofu.json`); never raises. See `json_syntax.py`."""
    from scanner.inputs.terraform.syntax import json_syntax  # few modules have such a file

    return json_syntax.parse_json(source)
