"""Template actions (`{{ ... }}`) in files that are no YAML until Helm or another tool has rendered them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model.values import Value

HELP = "Scan what the tool renders: `helm template CHART > rendered.yaml`, or leave the templates out of the scan."

_STRUCTURE = re.compile(r"(?m)^[ \t]*+(?:- [ \t]*+)?(?:[^\s'\"#:{}]++:[ \t]++)?(\{\{|\{%)")
"""An action where a key, a value or a whole line should be."""

_BUILT_IN = re.compile(r"\{\{[^{}\n]*?(?<![\w)\]])\$?\.(?:Values|Release|Chart|Capabilities|Files|Subcharts)\b")
"""An action that asks for one of Helm's own objects, so that nothing else can have written it."""

_ACTION = re.compile(r"\{\{.*?\}\}")


def unrendered_at(text: str, start: int, end: int) -> int | None:
    """Where a text that cannot be parsed shows that it is a template; None when it does not."""
    found = _BUILT_IN.search(text, start, end) or _STRUCTURE.search(text, start, end)
    return None if found is None else text.index("{", found.start())


def helm_action_at(text: str, start: int, end: int, value: Value) -> int | None:
    """Where a document that could be parsed holds a Helm action in one of its strings; None when it does not."""
    found = _BUILT_IN.search(text, start, end) if text.find("{{", start, end) >= 0 else None
    if found is None or not any(_BUILT_IN.search(string) for string in _strings(value)):
        return None
    return found.start()


def has_action(value: Value) -> bool:
    """True for a string with a template action in it."""
    return isinstance(value, str) and _ACTION.search(value) is not None


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
