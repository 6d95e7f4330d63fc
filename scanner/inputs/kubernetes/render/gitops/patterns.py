"""Paths matched by patterns, as Argo CD matches them in generators and for value files.

Source: https://github.com/bmatcuk/doublestar
"""

from __future__ import annotations

from fnmatch import fnmatchcase


def matches(path: str, pattern: str) -> bool:
    """Whether a path matches: a star stands for anything in a name, two for any number of directories."""
    wanted = pattern.strip("/").split("/")
    reached = _passed({0}, wanted)
    for part in path.split("/"):
        further = {at if wanted[at] == "**" else at + 1 for at in reached if _takes(wanted, at, part)}
        reached = _passed(further, wanted)
    return len(wanted) in reached


def _takes(wanted: list[str], at: int, part: str) -> bool:
    return at < len(wanted) and (wanted[at] == "**" or fnmatchcase(part, wanted[at]))


def _passed(reached: set[int], wanted: list[str]) -> set[int]:
    """What is reached when two stars stand for nothing as well."""
    found = set(reached)
    for at in sorted(reached):
        while at < len(wanted) and wanted[at] == "**":
            at += 1
            found.add(at)
    return found
