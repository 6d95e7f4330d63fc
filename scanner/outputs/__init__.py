"""Outputs: one file a format. Each writes a `ScanResult` to a stream it is given and does nothing else.

A new format is one module with a class that fulfils `interface.Output`, one name in `FORMATS` and one case below.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

if TYPE_CHECKING:
    from scanner.outputs.interface import Output

Format: TypeAlias = Literal["text", "json", "sarif"]

FORMATS: tuple[Format, ...] = ("text", "json", "sarif")
"""Every format, the default first."""


def output_for(name: Format) -> Output:
    """The output that writes format `name`; its module is imported now, and no other one is."""
    match name:
        case "text":
            from scanner.outputs.text import TextOutput

            return TextOutput()
        case "json":
            from scanner.outputs.json_report import JsonOutput

            return JsonOutput()
        case "sarif":
            from scanner.outputs.sarif import SarifOutput

            return SarifOutput()
        case _:
            assert_never(name)
