"""Terraform: configuration to resources, as `terraform plan` would know them."""

from __future__ import annotations

from scanner.inputs.terraform.load import Options, load, load_text
from scanner.inputs.terraform.variable_files import Assignments

__all__ = ["Assignments", "Options", "load", "load_text"]
