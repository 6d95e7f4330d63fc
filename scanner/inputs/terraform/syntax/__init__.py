"""HCL 2 as Terraform uses it, in native and JSON syntax: text in, a tree with exact offsets out."""

from __future__ import annotations

from scanner.inputs.terraform.syntax.errors import HclSyntaxError
from scanner.inputs.terraform.syntax.json_syntax import parse_json
from scanner.inputs.terraform.syntax.native import parse, parse_expression, parse_template
from scanner.inputs.terraform.syntax.variables import parse_variables

__all__ = ["HclSyntaxError", "parse", "parse_expression", "parse_json", "parse_template", "parse_variables"]
