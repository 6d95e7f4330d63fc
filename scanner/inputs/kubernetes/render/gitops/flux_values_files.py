"""A chart's own values, where Flux puts values files in their place.

`helm template` always begins with `values.yaml`. What of it is not in the files that take its place is taken away again
by nulls.

Source: https://fluxcd.io/flux/components/source/helmcharts/#values-files
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scanner.inputs.files import read_source
from scanner.model.places import Source
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def without_defaults(chart: str, files: Sequence[str], values: Value, tree: Tree) -> str | None:
    """Nulls, as YAML, for what `values.yaml` has and neither `files` nor `values` have; None where none can be given.

    They cannot for a chart with others in it: a null would take away the defaults of those, too.
    """
    there = [path for path in files if os.path.isfile(path)]  # helm tells of the others
    read = [_read(path, tree) for path in (os.path.join(chart, "values.yaml"), *there)]
    known = [each for each in read if each is not None]
    if len(known) < len(read):
        return None
    merged: Any = {}
    for each in (*known[1:], values if isinstance(values, dict) else {}):
        merged = _merged(merged, each)
    nulls = _nulls(known[0], merged)
    return None if nulls and _has_others(chart, tree) else json.dumps(nulls)


def _read(path: str, tree: Tree) -> Mapping[str, Value] | None:
    """The values in a file; none where there is no file, and None where it cannot be read."""
    from scanner.inputs.kubernetes.documents import read_documents

    if not os.path.lexists(path):
        return {}
    source = read_source(path) if tree.holds(path) else None
    if not isinstance(source, Source):
        return None
    read = read_documents(source)
    value = read.documents[0].value if read.documents else {}
    return value if isinstance(value, dict) and not read.problems else None


def _merged(below: Value, above: Value) -> Value:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return {**below, **{key: _merged(below.get(key), value) for key, value in above.items()}}


def _nulls(defaults: Mapping[str, Value], merged: Mapping[str, Value]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in defaults.items():
        if key not in merged:
            found[key] = None
        elif isinstance(value, dict) and isinstance(merged[key], dict):
            inner = _nulls(value, merged[key])
            if inner:
                found[key] = inner
    return found


def _has_others(chart: str, tree: Tree) -> bool:
    described = _read(os.path.join(chart, "Chart.yaml"), tree)
    listed = None if described is None else described.get("dependencies")
    files = ("charts", "requirements.yaml")
    return described is None or bool(listed) or any(os.path.exists(os.path.join(chart, name)) for name in files)
