"""Data classes that never change, made in a fourth of the time.

What `dataclass(frozen=True)` does against assignment costs more than everything else about a small object, and the type
checker finds each assignment anyway. Where there are tens of thousands of objects the guard is left out.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

_Class = TypeVar("_Class")


def unguarded(kind: type[_Class]) -> type[_Class]:
    """Takes the guard against assignment from a frozen data class with slots; all else about it stays.

    What is not given when one is made is set by `__post_init__`.
    """
    listed: list[str] = []
    lines: list[str] = []
    defaults: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if not field.init:
            continue
        name, default, made = field.name, f"default_{field.name}", field.default_factory
        if made is not MISSING:
            defaults |= {default: made, "missing": MISSING}
            listed.append(f"{name}=missing")
            lines.append(f" self.{name} = {default}() if {name} is missing else {name}")
            continue
        if field.default is not MISSING:
            defaults[default] = field.default
        listed.append(name if field.default is MISSING else f"{name}={default}")
        lines.append(f" self.{name} = {name}")
    if hasattr(kind, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__(self, {', '.join(listed)}):\n" + "\n".join(lines), defaults)  # noqa: S102 - names of fields
    kind.__init__ = defaults["__init__"]  # type: ignore[method-assign]
    del kind.__setattr__, kind.__delattr__
    return kind
