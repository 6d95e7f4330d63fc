"""Kubernetes objects as YAML: one document each, the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

WIDTH = 110
"""Columns after which a text is folded."""


def write_objects(objects: Iterable[dict[str, Any]], stream: TextIO) -> None:
    """Writes documents. What they hold keeps its order."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Without anchors: every object stands for itself."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    yaml.dump_all(list(objects), stream, Dumper, sort_keys=False, width=WIDTH, allow_unicode=True, explicit_start=True)
