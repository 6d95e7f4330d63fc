"""An expression asked of resources, outside any rule: the workbench of a rule's author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Value
from scanner.policy import cel
from scanner.policy.answers import meta_of
from scanner.policy.compiler import Compiler
from scanner.policy.links import Context, LinkIndex
from scanner.policy.undecided import PodView

_NAMES = ("resource", "meta", "pod")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the expression gave."""

    resource: Resource | None
    """The resource it was asked of; None when it was asked of bindings alone."""
    value: Value = None
    """Its value, or an Unknown."""
    error: str = ""
    """Why it has none."""


def evaluate(text: str, graph: ResourceGraph, pods: PodView, bound: Mapping[str, Value]) -> Iterator[Answer]:
    """The answer of every resource of the graph, or of the bindings alone when it has none.

    Raises:
        CelError: the expression cannot be compiled.
    """
    program = cel.compile(text, Compiler().environment((*_NAMES, *bound)))
    links = LinkIndex(graph, pods)
    extra = tuple(bound.values())
    if not graph.resources:
        yield _ask(program, None, None, ({}, {}, {}, *extra))
        return
    for resource in graph.resources:
        pod = pods(resource.kind, resource.attributes)
        values = (resource.attributes, meta_of(resource), {} if pod is None else pod, *extra)
        yield _ask(program, resource, Context(resource, links), values)


def _ask(program: cel.Program, resource: Resource | None, context: object, values: tuple[Value, ...]) -> Answer:
    try:
        return Answer(resource, program.evaluate(context, *values))
    except cel.CelEvaluationError as error:
        return Answer(resource, error=error.message)
