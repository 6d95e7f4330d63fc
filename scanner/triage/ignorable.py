"""Findings by where a directive may stand to reach them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Sequence

from scanner.model.places import Place
from scanner.model.verdicts import Finding
from scanner.triage.directives import Directive
from scanner.triage.scopes import FileLines, Scope, last_line


class _Block:
    """The findings of one rule on the resources of one block: more than one resource for `count`."""

    __slots__ = ("all", "extent", "whole")

    def __init__(self, extent: Place) -> None:
        self.extent = extent
        self.all: list[int] = []
        """Every finding."""
        self.whole: list[int] = []
        """Those that judge a resource as a whole."""


class Ignorable:
    """The findings that may be ignored: fails and unknowns of the rules that directives name.

    A group of findings is handed out in full once and then by its first member, so that thousands of directives at
    one place do not cost thousands of walks over the same findings.
    """

    __slots__ = ("_blocks", "_findings", "_groups", "_places", "_starts", "_taken")

    def __init__(self, findings: Sequence[Finding], rules: Collection[str]) -> None:
        self._findings = findings
        self._blocks: dict[tuple[str, str, int], _Block] = {}
        self._starts: dict[tuple[str, str], list[int]] = {}
        self._places: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._groups: dict[Hashable, list[int]] = {}
        self._taken: dict[Hashable, list[int]] = {}
        for index, finding in enumerate(findings):
            if finding.verdict.rule.id in rules and finding.verdict.outcome != "pass":
                self._add(index, finding)
        for starts in self._starts.values():
            starts.sort()
        for places in self._places.values():
            places.sort()

    def _add(self, index: int, finding: Finding) -> None:
        resource, rule = finding.verdict.resource, finding.verdict.rule.id
        heading, extent, place = resource.place, resource.extent, _place(finding)
        group = self._groups.setdefault
        group((rule, id(resource)), []).append(index)
        group((rule, heading.file, heading.line), []).append(index)
        for call in resource.origin.calls:
            group((rule, call.place.file, call.place.line), []).append(index)
        self._places.setdefault((rule, place.file), []).append((place.line, index))
        key = (rule, extent.file, extent.line)
        if key not in self._blocks:
            self._blocks[key] = _Block(extent)
            self._starts.setdefault((rule, extent.file), []).append(extent.line)
        block = self._blocks[key]
        block.all.append(index)
        if finding.verdict.item is None:
            block.whole.append(index)

    def found_by(self, directive: Directive, rules: Collection[str], lines: FileLines) -> list[int]:
        """Indices of findings of these rules that the directive applies to; all of them, or one if all were given
        before."""
        if directive.resource is not None:
            resource = id(directive.resource)
            return [index for rule in rules for index in self._group((rule, resource))]
        place = directive.place
        scope = None if directive.scanner == "checkov" else lines.scope(place, directive.alone)
        return [index for rule in rules for index in self._reached(rule, place, scope)]

    def _reached(self, rule: str, place: Place, scope: Scope | None) -> list[int]:
        block = self._around(rule, place)
        found: list[int] = []
        if block is not None:
            inside = block.all if scope is None else block.whole
            found += self._take((rule, block, scope is None), inside)
        if scope is not None:
            found += self._group((rule, place.file, scope.first))
            found += self._pointing_into(rule, place.file, scope)
        return found

    def _around(self, rule: str, place: Place) -> _Block | None:
        """The block that the place lies inside, if the rule found something there."""
        starts = self._starts.get((rule, place.file), [])
        at = bisect_right(starts, place.line) - 1
        if at < 0:
            return None
        block = self._blocks[rule, place.file, starts[at]]
        return block if last_line(place) <= last_line(block.extent) else None

    def _pointing_into(self, rule: str, file: str, scope: Scope) -> list[int]:
        key = (rule, file, scope)
        if key not in self._taken:
            places = self._places.get((rule, file), [])
            end = bisect_right(places, (scope.last, len(self._findings)))
            start = bisect_left(places, (scope.first, -1))
            if start > 0:  # what begins last before the scope may run into it
                start = bisect_left(places, (places[start - 1][0], -1))
            found = [index for _, index in places[start:end] if scope.covers(_place(self._findings[index]))]
            return self._take(key, found)
        return self._taken[key]

    def _group(self, key: Hashable) -> list[int]:
        return self._take(key, self._groups.get(key, []))

    def _take(self, key: Hashable, group: list[int]) -> list[int]:
        if key in self._taken:
            return self._taken[key]
        self._taken[key] = group[:1]
        return group


def _place(finding: Finding) -> Place:
    return finding.verdict.place or finding.verdict.resource.place
