"""Links by name: where one resource gives the name of another as a text, as `bucket = "logs"` does.

What names what lies in `data/`, of which only the files of those providers are read whose resources are there.
"""

from __future__ import annotations

from scanner.inputs.terraform.names.matching import TooManyNames, name_links

__all__ = ["TooManyNames", "name_links"]
