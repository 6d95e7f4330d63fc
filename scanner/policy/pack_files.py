"""Files of rule packs as text and as data, with limits: a pack may come from anywhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from scanner.model.problems import Problem
from scanner.policy.errors import PackError

FILE_LIMIT = 1_000_000
"""Largest file of a pack, in bytes."""


def read_text(path: Path) -> str:
    """The text of a pack's file.

    Raises:
        PackError: it cannot be read, is too large, or is not UTF-8.
    """
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise ValueError(f"larger than {FILE_LIMIT} bytes")
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PackError(
            [Problem("error", "unreadable", f"the file cannot be read: {error}", display_path(path))]
        ) from error


def holds_policies(path: Path) -> bool:
    """Whether a file holds admission policies of Kubernetes, or their bindings, instead of a rule (which has an id)."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            text = file.read(FILE_LIMIT)
    except OSError:
        return False
    policy = re.search(r"(?m)^[ {\"]*kind[\"']?: *[\"']?(Validating|Mutating)AdmissionPolicy", text)
    return policy is not None and re.search(r"(?m)^[\"']?id[\"']? *:", text) is None


def policy_files(path: Path) -> list[Path]:
    """The files with admission policies that a rule pack is or holds, sorted; hidden ones are passed over."""
    if path.is_file():
        return [path] if holds_policies(path) else []
    found = (file for ending in ("yaml", "yml", "json") for file in path.rglob(f"*.{ending}"))
    seen = (file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts))
    return sorted(file for file in seen if file.is_file() and holds_policies(file))


def parse_yaml(text: str, shown: str) -> Any:
    """The data of a YAML text.

    Raises:
        PackError: it is not YAML, or it expands to an unreasonable size.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_depth(text, loader)
        data = yaml.load(text, loader)
        _check_size(data)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError, TypeError) as error:
        from scanner.policy.yaml_places import error_place

        place = error_place(error, shown)
        what = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        raise PackError([Problem("error", "unparsable", what, shown, place)]) from error
    return data


def _check_depth(text: str, loader: Any, limit: int = 100) -> None:
    """Refuses text that nests too deep: libyaml's composer recurses in C and would overflow the stack.

    Nesting takes brackets, or columns: only text with many of either is looked at more closely.
    """
    if text.count("[") + text.count("{") <= limit and all(len(line) <= limit for line in text.splitlines()):
        return
    import yaml

    depth = 0
    for event in yaml.parse(text, loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > limit:
                raise ValueError(f"nested more than {limit} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _check_size(data: Any, limit: int = 100_000) -> None:
    """Refuses data that anchors blow up, before anything walks it in full."""
    todo = [data]
    count = 0
    while todo:
        node = todo.pop()
        count += 1
        if count > limit:
            raise ValueError(f"more than {limit} values")
        if isinstance(node, dict):
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def display_path(path: Path) -> str:
    """The path as reports show it: relative to the working directory where it lies below it, with `/`."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
