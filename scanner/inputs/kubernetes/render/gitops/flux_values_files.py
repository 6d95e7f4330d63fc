"""Values files that a release of Flux names: they take the place of the chart's own values.

`helm template` always begins with `values.yaml`. What of it is not in the files that take its place is taken away again
by nulls.

Source: https://fluxcd.io/flux/components/source/helmcharts/#values-files
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scanner.inputs.kubernetes.render.charts.chart_file import may_have_subcharts
from scanner.inputs.kubernetes.render.fields import get, is_given, items
from scanner.inputs.kubernetes.render.gitops.repository import file_at
from scanner.inputs.kubernetes.render.yaml_values import mapping_of
from scanner.model.values import Value

if TYPE_CHECKING:
    from scanner.inputs.files import Tree


def names_values_files(chart_spec: Value) -> bool:
    """Whether a release names values files, whether or not there are such."""
    return is_given(get(chart_spec, ("valuesFile",))) or is_given(get(chart_spec, ("valuesFiles",)))


def values_files(chart_spec: Value, tree: Tree) -> list[str]:
    """The values files of a release, in the order in which helm gets them."""
    named = [get(chart_spec, ("valuesFile",)), *items(get(chart_spec, ("valuesFiles",)))]
    paths = [file_at(each, tree) for each in named if isinstance(each, str)]
    if get(chart_spec, ("ignoreMissingValuesFiles",)) is True:
        return [path for path in paths if os.path.exists(path)]
    return paths


def without_defaults(chart: str, files: Sequence[str], values: Value, tree: Tree) -> str | None:
    """Nulls, as YAML, for what `values.yaml` has and neither `files` nor `values` have; None where none can be given.

    They cannot for a chart with others in it: a null would take away the defaults of those, too.
    """
    there = [path for path in files if os.path.isfile(path)]  # helm tells of the others
    read = [_values_in(path, tree) for path in (os.path.join(chart, "values.yaml"), *there)]
    known = [each for each in read if each is not None]
    if len(known) < len(read):
        return None
    merged: Any = {}
    for each in (*known[1:], values if isinstance(values, dict) else {}):
        merged = _merged(merged, each)
    nulls = _nulls(known[0], merged)
    return None if nulls and may_have_subcharts(chart, tree) else json.dumps(nulls)


def _values_in(path: str, tree: Tree) -> Mapping[str, Value] | None:
    """The values in a file; none where there is no file, and None where it cannot be read."""
    return mapping_of(path, tree) if os.path.lexists(path) else {}


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
