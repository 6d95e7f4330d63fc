"""Files and ranges as SARIF has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import sarif_om as om

from scanner.model.places import Place, Source
from scanner.outputs.sarif.encode import encode
from scanner.outputs.sarif.messages import message

ROOT = "SRCROOT"
"""What every path is relative to: the working directory of the scan."""


class Artifacts:
    """The files that a log speaks of, numbered: every file that was scanned, sorted, then the others."""

    __slots__ = ("_indexes", "_locations", "_sources")

    def __init__(self, sources: Mapping[str, Source], others: Iterable[str]) -> None:
        self._indexes = {file: index for index, file in enumerate(sorted(sources))}
        for file in others:
            self._indexes.setdefault(file, len(self._indexes))
        self._sources = sources
        self._locations: dict[str, Any] = {}

    def location(self, place: Place, text: str = "", ident: int | None = None, logical: Any = None) -> Any:
        """A range of a file, with a message about it, an id and what is declared there, where given."""
        return om.Location(
            id=-1 if ident is None else ident,
            physical_location=om.PhysicalLocation(
                artifact_location=self._artifact_location(place.file), region=self._region(place)
            ),
            logical_locations=None if logical is None else [logical],
            message=message(text) if text else None,
        )

    def file_location(self, file: str) -> Any:
        """A whole file."""
        return om.Location(physical_location=om.PhysicalLocation(artifact_location=self._artifact_location(file)))

    def listed(self) -> list[Any]:
        """Every file; those that were scanned have that role."""
        return [
            om.Artifact(
                location=self._artifact_location(file), roles=["analysisTarget"] if file in self._sources else None
            )
            for file in list(self._indexes)
        ]

    def _artifact_location(self, file: str) -> Any:
        known = self._locations.get(file)
        if known is None:
            index = self._indexes.setdefault(file, len(self._indexes))
            known = encode(om.ArtifactLocation(uri=file_uri(file), uri_base_id=ROOT, index=index))
            self._locations[file] = known
        return known

    def _region(self, place: Place) -> Any:
        line, column = max(place.line, 1), max(place.column, 1)
        end_line, end_column = place.end_line, place.end_column
        source = self._sources.get(place.file)
        if source is not None and end_column <= 1 and end_line > line:
            end_line -= 1
            end_column = len(source.line(end_line)) + 1
        if (end_line, end_column) < (line, column):
            end_line, end_column = line, column
        return om.Region(start_line=line, start_column=column, end_line=end_line, end_column=max(end_column, 1))


def file_uri(file: str) -> str:
    """A path as a relative URI reference: every byte that is not unreserved is percent-encoded, `/` apart."""
    path = file.replace("\\", "/") if file[1:3] == ":\\" else file
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "replace")
    return quote(encoded.lstrip(b"/"), safe="/") or "."
