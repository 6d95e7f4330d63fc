"""Terraform plans and states, as `terraform show -json` prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scanner.inputs.terraform.plan.recognise import begins_like_json, binary_plan, is_plan, may_be_plan
from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.model.places import Source
    from scanner.model.resources import Origin, ResourceGraph

__all__ = ["begins_like_json", "binary_plan", "load", "may_be_plan"]


def load(
    source: Source,
    directory: str | None = None,
    known: Mapping[str, Source] | None = None,
    advance: Callable[[str], None] = lambda what: None,
) -> tuple[ResourceGraph, list[Origin]] | None:
    """The resources of a plan and their origins; None when the text turns out to be something else.

    `directory` is where the configuration lies that the plan was made from, when a person said so. Files that are
    `known` are not read again: resources that share a file must share what is said of it. The origins are those that
    the resources have, the very objects, by which they can be told from others.
    """
    from scanner.inputs.terraform.plan.document import parse
    from scanner.inputs.terraform.plan.read import read_plan
    from scanner.model.resources import ResourceGraph

    document = parse(source)
    if isinstance(document, Problem):
        return ResourceGraph(problems=[document]), []
    if not is_plan(document):
        return None
    advance(source.path)
    return read_plan(source, document, directory, known or {})
