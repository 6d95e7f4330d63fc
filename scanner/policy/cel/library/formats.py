"""Named formats: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-format-library

The forms of names are those of https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and
https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from scanner.policy.cel.access import NONE
from scanner.policy.cel.library.urls import parse_url
from scanner.policy.cel.meter import Meter
from scanner.policy.cel.values import NamedFormat, OptionalValue

_LABEL: Final = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_WORD: Final = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_UUID: Final = "[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-|[0-9a-f]{12})[0-9a-f]{12}"
_BASE64: Final = "([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})"
_TIME: Final = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})"

_FORMS: Final[dict[str, tuple[str, int, str]]] = {
    "dns1123Label": (_LABEL, 63, "a lowercase RFC 1123 label has lower case letters, digits and '-' between them"),
    "dns1123Subdomain": (rf"{_LABEL}(\.{_LABEL})*", 253, "a lowercase RFC 1123 subdomain has labels with '.' between"),
    "dns1035Label": (
        "[a-z]([-a-z0-9]*[a-z0-9])?",
        63,
        "a DNS-1035 label is an RFC 1123 label that starts with a letter",
    ),
    "labelValue": (f"({_WORD})?", 63, "a label value is empty, or letters and digits with '-', '_' and '.' between"),
    "uuid": (f"(?i:{_UUID})", 1000, "does not match the UUID format"),
    "byte": (_BASE64, 10_000_000, "invalid base64"),
}
"""Pattern, greatest length and complaint."""
_NAMES: Final = (*_FORMS, "qualifiedName", "uri", "date", "datetime")
_PREFIXES: Final = ("dns1123Label", "dns1123Subdomain", "dns1035Label")
FORMATS: Final = (*_NAMES, *(f"{name}Prefix" for name in _PREFIXES))
"""Every name of a format."""


def complaints(name: str, text: str) -> list[str]:
    """What is wrong with a text that should have a format."""
    if name.endswith("Prefix"):
        name = name.removesuffix("Prefix")
        text = f"{text[:-2]}a" if len(text) > 1 and text.endswith("-") else text
    if name in _FORMS:
        return _form(name, text)
    match name:
        case "qualifiedName":
            return _qualified_name(text)
        case "uri":
            return [] if parse_url(text) is not None else ["invalid URI"]
        case "date":
            return [] if _is_date(text) else ["invalid date"]
        case _:
            return [] if _is_datetime(text) else ["invalid datetime"]


def _form(name: str, text: str) -> list[str]:
    pattern, most, complaint = _FORMS[name]
    found = [] if len(text.encode("utf-8", "replace")) <= most else [f"must be no more than {most} bytes"]
    # Only what is short is matched: the patterns of names go back over what they have read.
    return found if not found and re.fullmatch(pattern, text, re.ASCII) else [*found, complaint]


def _qualified_name(text: str) -> list[str]:
    parts = text.split("/")
    if len(parts) > 2:
        return ["a qualified name has one '/' at most"]
    found = [] if len(parts) == 1 else [f"prefix part: {each}" for each in _form("dns1123Subdomain", parts[0])]
    if not parts[-1]:
        return [*found, "name part must be non-empty"]
    return [*found, *(f"name part: {each}" for each in _form("labelValue", parts[-1]))]


def _is_date(text: str) -> bool:
    from datetime import date

    if not re.fullmatch(_DATE, text, re.ASCII):
        return False
    try:
        date.fromisoformat(text if not text.startswith("0000") else f"2000{text[4:]}")
    except ValueError:
        return False
    return True


def _is_datetime(text: str) -> bool:
    day, _, time = text.lower().partition("t")
    found = re.fullmatch(_TIME, time, re.ASCII) if len(text) <= 1000 and _is_date(day) else None
    return found is not None and int(found[1]) <= 23 and int(found[2]) <= 59 and int(found[3]) <= 59


def _named(meter: Meter, name: str) -> OptionalValue:
    return OptionalValue(NamedFormat(name)) if name in FORMATS else NONE


def _validate(meter: Meter, given: NamedFormat, text: str) -> OptionalValue:
    found = complaints(given.parts[0], text)
    return OptionalValue(found) if found else NONE


def _constant(name: str) -> Callable[[Meter], NamedFormat]:
    return lambda meter: NamedFormat(name)


FUNCTIONS: Final[dict[str, dict[str, Callable[..., Any]]]] = {
    "format.named": {"s": _named},
    ".validate": {"Fs": _validate},
    **{f"format.{name}": {"": _constant(name)} for name in FORMATS},
}
