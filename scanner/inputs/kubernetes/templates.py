"""Template actions (`{{ ... }}`) in files that are no YAML until Helm or another tool has rendered them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.values import Value

# Patterns are compiled when they are needed: most scans meet no template.

HELP = "Scan what the tool renders: `helm template CHART > rendered.yaml`, or leave the templates out of the scan."

_STRUCTURE = r"(?m)^[ \t]*+(?:- [ \t]*+)?(?:[^\s'\"#:{}]++:[ \t]++)?(\{\{|\{%)"
"""An action where a key, a value or a whole line should be."""

_BUILT_IN = r"\{\{[^{}\n]*?(?<![\w)\]])\$?\.(?:Values|Release|Chart|Capabilities|Files|Subcharts)\b"
"""An action that asks for one of Helm's own objects, so that nothing else can have written it."""


def unrendered_at(text: str, start: int, end: int) -> int | None:
    """Where a text that cannot be parsed shows that it is a template; None when it does not."""
    found = re.compile(_BUILT_IN).search(text, start, end) or re.compile(_STRUCTURE).search(text, start, end)
    return None if found is None else text.index("{", found.start())


def helm_action_at(text: str, start: int, end: int, value: Value) -> int | None:
    """Where a document that could be parsed holds a Helm action in one of its strings; None when it does not."""
    if text.find("{{", start, end) < 0:
        return None
    action = re.compile(_BUILT_IN)
    found = action.search(text, start, end)
    if found is None or not any(action.search(string) for string in _strings(value)):
        return None
    return found.start()


def has_action(value: Value) -> bool:
    """True for a string with a template action in it."""
    start = value.find("{{") if isinstance(value, str) else -1
    return start >= 0 and value.find("}}", start) >= 0


def _strings(value: Value) -> Iterator[str]:
    """All strings of a tree, keys too; each shared container once."""
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, (dict, list)) and id(node) not in seen:
            seen.add(id(node))
            waiting.extend(node.values() if isinstance(node, dict) else node)
            if isinstance(node, dict):
                yield from node
