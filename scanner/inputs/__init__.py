"""Inputs: one folder a format. Paths in, one resource graph out."""

from __future__ import annotations

from scanner.inputs.load import load_paths
from scanner.inputs.selection import Selection

__all__ = ["Selection", "load_paths"]
