"""Inputs: one folder a format. Paths in, one resource graph out."""

from __future__ import annotations

from scanner.inputs.load import Selection, load_paths

__all__ = ["Selection", "load_paths"]
