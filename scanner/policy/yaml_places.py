"""Places in YAML files, found only when something is wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.model.places import Place, Source
from scanner.model.values import Path


class YamlPlaces:
    """Finds the places of values in one YAML text."""

    def __init__(self, text: str, file: str) -> None:
        import yaml

        self._source = Source(file, text)
        try:
            self._root: Any = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, RecursionError):
            self._root = None

    def value(self, path: Path) -> Place:
        """The value at `path`, or the deepest one on the way to it."""
        return self._place(self._node(path, key=False))

    def key(self, path: Path) -> Place:
        """The key of the entry at `path`; for items of lists the item."""
        return self._place(self._node(path, key=True))

    def inside(self, path: Path, offset: int) -> Place:
        """The place `offset` code points into the text at `path`, when that can be told from how it is written."""
        node = self._node(path, key=False)
        text = self._source.text
        start = getattr(getattr(node, "start_mark", None), "index", None)
        if start is None or not isinstance(node.value, str):
            return self._place(node)
        end = node.end_mark.index
        if node.style == "|":
            at = self._in_block(start, end, offset)
        else:
            at = start + offset + (1 if node.style in ("'", '"') else 0)
            if node.value not in text[start:end].splitlines()[0]:
                at = start
        at = min(max(at, start), len(text))
        return self._source.place(at, at)

    def _in_block(self, start: int, end: int, offset: int) -> int:
        """Offset in the file of an offset in a literal block scalar: each of its lines lost the same indentation."""
        lines = self._source.text[start:end].splitlines(keepends=True)
        at = start + len(lines[0])
        indent = next((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), 0)
        for line in lines[1:]:
            content = max(len(line) - indent, 1)
            if offset < content:
                return at + min(indent, len(line)) + offset
            offset -= content
            at += len(line)
        return at

    def duplicates(self) -> Iterator[tuple[str, Place]]:
        """Keys that are written twice in one mapping."""
        todo = [self._root] if self._root is not None else []
        seen_nodes: set[int] = set()
        while todo:
            node = todo.pop()
            if id(node) in seen_nodes:
                continue
            seen_nodes.add(id(node))
            if isinstance(node.value, list) and node.id == "mapping":
                seen: set[str] = set()
                for key, value in node.value:
                    name = str(key.value) if isinstance(key.value, str) else ""
                    if name and name in seen:
                        yield name, self._place(key)
                    seen.add(name)
                    todo.append(value)
            elif node.id == "sequence":
                todo += node.value

    def _node(self, path: Path, key: bool) -> Any:
        node = self._root
        found = node
        for step in path:
            if node is None or isinstance(node.value, str):
                break
            if node.id == "mapping":
                entry = next(((k, v) for k, v in node.value if k.value == str(step)), None)
                if entry is None:
                    break
                found, node = (entry[0] if key else entry[1]), entry[1]
            elif isinstance(step, int) and step < len(node.value):
                found = node = node.value[step]
            else:
                break
        return found

    def _place(self, node: Any) -> Place:
        if node is None:
            return self._source.place(0, 0)
        start = node.start_mark.index
        end = start + len(self._source.text[start : node.end_mark.index].rstrip())
        return self._source.place(start, end)


def error_place(error: Exception, file: str) -> Place | None:
    """Where a YAML error says it is."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return None
    return Place(file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 1)
