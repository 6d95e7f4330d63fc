"""Whether a text is the JSON that `terraform show -json` prints, and whether a file is a binary plan."""

from __future__ import annotations

import os
import stat

from scanner.inputs.files import shown
from scanner.model.problems import Problem
from scanner.model.values import Value

_PARTS = ('"planned_values"', '"resource_changes"', '"values"')
_ZIP = b"PK\x03\x04"
_HEAD = 4096


def may_be_plan(text: str) -> bool:
    """A quick look for the keys of a plan or a state; nothing is parsed."""
    return '"format_version"' in text and any(part in text for part in _PARTS)


def is_plan(document: Value) -> bool:
    """Whether a JSON document is a plan, or a state in the same form.

    https://developer.hashicorp.com/terraform/internals/json-format
    """
    if not isinstance(document, dict) or "format_version" not in document:
        return False
    if "planned_values" in document or "resource_changes" in document:
        return True
    values = document.get("values")
    return "terraform_version" in document and isinstance(values, dict) and "root_module" in values


def binary_plan(path: str) -> Problem | None:
    """The problem with a plan as `terraform plan -out` writes it, a zip archive; None for any other file."""
    if not _head(path).startswith(_ZIP):
        return None
    name = shown(path)
    what = f"a binary plan; run `terraform show -json {name} > plan.json` and scan that"
    return Problem("error", "unreadable", what, name, help="scan the plan as JSON, or leave the binary one out")


def begins_like_json(path: str) -> bool:
    """Whether a file, whatever its name, begins with a brace."""
    return _head(path).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _head(path: str) -> bytes:
    """The first bytes of a regular file; nothing where there are none to be had. Never blocks."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(descriptor, _HEAD) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(descriptor)
