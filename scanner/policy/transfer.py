"""Judgements on their way from one process to another that has the same graph and the same rules."""

from __future__ import annotations

import io
import marshal
import pickle
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from scanner.model.places import Place, Source
from scanner.model.resources import ResourceGraph
from scanner.model.rules import Rule
from scanner.model.values import Reference, Value
from scanner.model.verdicts import Reason, Verdict
from scanner.policy.hearing import Judgement

_Packed: TypeAlias = Any
"""Nested tuples of plain values."""
_PLAIN = frozenset({str, int, bool, float, type(None)})


class Transfer:
    """Packs and unpacks; made before the processes part, so that both know resources, rules and files by number."""

    __slots__ = ("_numbers", "_resources", "_rules", "_sources")

    def __init__(self, graph: ResourceGraph, rules: Iterable[Rule]) -> None:
        self._resources = graph.resources
        self._numbers = {id(resource): number for number, resource in enumerate(graph.resources)}
        self._rules: Mapping[str, Rule] = {rule.id: rule for rule in rules}
        self._sources = {id(source): source for source in graph.sources.values()}

    def pack(self, judgement: Judgement) -> bytes:
        """Raises whatever says that something cannot be sent."""
        odd: list[Value] = []
        verdicts = [self._verdict(verdict, odd) for verdict in judgement.verdicts]
        stream = io.BytesIO()
        _Pickler(stream, self._sources).dump((odd, judgement.problems))
        return marshal.dumps((verdicts, judgement.counts, stream.getvalue()))

    def unpack(self, content: bytes) -> Judgement:
        """What `pack` was given."""
        verdicts, counts, rest = marshal.loads(content)
        odd, problems = _Unpickler(io.BytesIO(rest), self._sources).load()
        judgement = Judgement()
        judgement.verdicts = [self._unpacked(verdict, odd) for verdict in verdicts]
        judgement.problems, judgement.counts = problems, counts
        return judgement

    def _verdict(self, verdict: Verdict, odd: list[Value]) -> _Packed:
        return (
            verdict.rule.id,
            self._numbers[id(verdict.resource)],
            verdict.item,
            verdict.outcome,
            verdict.message,
            _place(verdict.place),
            tuple([_reason(each, odd) for each in verdict.because]),
            tuple([_place(each) for each in verdict.hidden]),
        )

    def _unpacked(self, packed: _Packed, odd: list[Value]) -> Verdict:
        rule, number, item, outcome, message, place, because, hidden = packed
        reasons = tuple([_unpacked_reason(each, odd) for each in because])
        places = tuple([Place(*each) for each in hidden])
        at = None if place is None else Place(*place)
        return Verdict(self._rules[rule], self._resources[number], item, outcome, message, at, reasons, places)


def _place(place: Place | None) -> _Packed:
    return None if place is None else (place.file, place.line, place.column, place.end_line, place.end_column)


def _reason(reason: Reason, odd: list[Value]) -> _Packed:
    value = reason.value
    number = None
    if type(value) not in _PLAIN:
        number, value = len(odd), None
        odd.append(reason.value)
    chain = tuple([(each.name, _place(each.place), each.help) for each in reason.provenance])
    return reason.path, value, number, _place(reason.place), chain


def _unpacked_reason(packed: _Packed, odd: list[Value]) -> Reason:
    path, value, number, place, chain = packed
    if number is not None:
        value = odd[number]
    provenance = tuple([Reference(name, at and Place(*at), help) for name, at, help in chain])
    return Reason(path, value, None if place is None else Place(*place), provenance)


class _Pickler(pickle.Pickler):
    """For values of any kind, which may hold the files that they were read from."""

    def __init__(self, stream: io.BytesIO, sources: Mapping[int, Source]) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._sources = sources

    def persistent_id(self, value: Any) -> int | None:
        """A file is named by its number here; one that the other process does not have cannot be sent."""
        if not isinstance(value, Source):
            return None
        if id(value) not in self._sources:
            raise pickle.PicklingError(f"{value!r} is in no graph")
        return id(value)


class _Unpickler(pickle.Unpickler):
    """Its counterpart. What it reads was written by a process of ours through a pipe of ours."""

    def __init__(self, stream: io.BytesIO, sources: Mapping[int, Source]) -> None:
        super().__init__(stream)
        self._sources = sources

    def persistent_load(self, number: Any) -> Source:
        """The file of that number."""
        return self._sources[number]
