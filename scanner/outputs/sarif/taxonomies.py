"""Frameworks as SARIF taxonomies, controls as taxa."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sarif_om as om

from scanner.model.frameworks import Framework
from scanner.outputs.labels import framework_label
from scanner.outputs.sarif.messages import plain_text

Controls = Mapping[str, tuple[str, ...]]
"""Framework id to control ids."""


class Taxonomies:
    """The controls that the rules of one log bear on, each with its index."""

    __slots__ = ("_indexes", "components")

    def __init__(self, referenced: Iterable[Controls], frameworks: Iterable[Framework]) -> None:
        used: dict[str, set[str]] = {}
        for controls in referenced:
            for framework, ids in controls.items():
                used.setdefault(framework, set()).update(ids)
        catalogues = {framework.id: framework for framework in frameworks}
        self.components: list[Any] = []
        """One tool component a framework."""
        self._indexes: dict[tuple[str, str], tuple[int, int]] = {}
        for name in sorted(name for name, ids in used.items() if ids):
            self._add(name, used[name], catalogues.get(name))

    def references(self) -> list[Any]:
        """A reference to each framework."""
        return [
            om.ToolComponentReference(name=component.name, index=index)
            for index, component in enumerate(self.components)
        ]

    def controls(self, controls: Controls) -> list[Any]:
        """A reference to each of these controls."""
        references = []
        for framework, ids in sorted(controls.items()):
            for ident in dict.fromkeys(ids):
                component, index = self._indexes[framework, ident]
                owner = om.ToolComponentReference(name=framework, index=component)
                references.append(om.ReportingDescriptorReference(id=ident, index=index, tool_component=owner))
        return references

    def _add(self, name: str, ids: set[str], catalogue: Framework | None) -> None:
        titles = {control.id: control.title for control in catalogue.controls} if catalogue else {}
        ordered = [ident for ident in titles if ident in ids] + sorted(ids - titles.keys())
        for index, ident in enumerate(ordered):
            self._indexes[name, ident] = (len(self.components), index)
        self.components.append(
            om.ToolComponent(
                name=name,
                full_name=catalogue.name if catalogue else framework_label(name),
                version=catalogue.version if catalogue else None,
                organization=catalogue.publisher if catalogue else None,
                short_description=om.MultiformatMessageString(
                    text=f"Controls of {plain_text(catalogue.name if catalogue else framework_label(name))}"
                ),
                is_comprehensive=False,
                taxa=[_taxon(ident, titles.get(ident, "")) for ident in ordered],
            )
        )


def _taxon(ident: str, title: str) -> Any:
    description = om.MultiformatMessageString(text=plain_text(title)) if title else None
    return om.ReportingDescriptor(id=ident, short_description=description)
