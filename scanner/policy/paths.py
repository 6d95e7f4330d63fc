"""Routes into value trees: as text, and walked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from scanner.model.values import PartialList, Path, Unknown, Value

Steps: TypeAlias = list[str | int]
"""Keys or indices."""

ABSENT = object()
"""What `resolve` gives when there is no such value."""

_STEP = re.compile(r"""\.?(?:([^.\[\]"]+)|\[(\d{1,9})\]|\[\*\]|\["((?:[^"\\]|\\.)*)"\])""")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z|\*\Z")


@lru_cache(maxsize=4096)
def parse_path(text: str) -> Path:
    """Reads `a.b[0]["c.d"]`; `*` and `[*]` stand for every item.

    Raises:
        ValueError: the text is not a path.
    """
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (at == 0 and text[0] == "."):
            raise ValueError(f"not a path: {text!r}")
        name, index, quoted = found.groups()
        if index is not None:
            steps.append(int(index))
        elif name is not None:
            steps.append(name)
        elif quoted is not None:
            steps.append(re.sub(r"\\(.)", r"\1", quoted))
        else:
            steps.append("*")
        at = found.end()
    return tuple(steps)


def format_path(path: Path) -> str:
    """Writes a path as `parse_path` reads it."""
    return join_path("", path)


def join_path(base: str, path: Path) -> str:
    """Writes `path` behind the path text `base`."""
    text = _behind(path)
    return base + text if base or text[:1] != "." else text[1:]


@lru_cache(maxsize=4096)
def _behind(path: Path) -> str:
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif step.isidentifier() or _PLAIN.match(step):
            text += f".{step}"
        else:
            quoted = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{quoted}"]'
    return text


def resolve(root: Value, path: Path) -> Value:
    """The value at `path`, or `ABSENT`; an Unknown on the way is the answer."""
    node = root
    for step in path:
        if isinstance(node, Unknown) and not (isinstance(node, PartialList) and isinstance(step, int)):
            return node
        node = child(node, step)
        if node is ABSENT:
            return ABSENT
    return node


def child(node: Value, step: str | int) -> Value:
    """One step down; `ABSENT` when there is none. A list that is known in part has the items that are known."""
    if isinstance(node, PartialList):
        node = node.items
    if isinstance(node, dict):
        return node.get(step, ABSENT) if isinstance(step, str) else ABSENT
    if isinstance(node, (list, tuple)) and isinstance(step, int) and 0 <= step < len(node):
        return node[step]
    return ABSENT


def expand(root: Value, path: Path, choose: Callable[[Path, Steps], Steps]) -> Iterator[Path]:
    """The paths that `path` stands for in `root`: at a `*`, `choose` picks from the keys or indices there are.

    It is given the path so far as well. A path that ends early, or at a `*` with nothing to choose, is given as far as
    it goes, so that its enclosing block can be shown.
    """
    return _expand(root, path, (), choose)


def _expand(node: Value, rest: Path, done: Path, choose: Callable[[Path, Steps], Steps]) -> Iterator[Path]:
    while rest and rest[0] != "*":
        node = child(node, rest[0])
        done += rest[:1]
        rest = rest[1:]
        if node is ABSENT:
            yield done
            return
    if not rest:
        yield done
        return
    steps: Steps = []
    if isinstance(node, PartialList):
        node = node.items
    if isinstance(node, dict):
        steps = list(node)
    elif isinstance(node, (list, tuple)):
        steps = list(range(len(node)))
    chosen = choose(done, steps)
    if not chosen:
        yield done
    for step in chosen:
        yield from _expand(child(node, step), rest[1:], (*done, step), choose)
