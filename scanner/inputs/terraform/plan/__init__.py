"""Terraform plans and states, as `terraform show -json` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scanner.inputs.terraform.plan.recognise import begins_like_json, binary_plan, is_plan, may_be_plan
from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.model.origins import Origin
    from scanner.model.places import Source
    from scanner.model.resources import ResourceGraph

__all__ = ["begins_like_json", "binary_plan", "load", "may_be_plan", "parse"]


def parse(source: Source) -> dict[str, Any] | Problem | None:
    """The JSON document of a plan, or why it cannot be read; None when the text turns out to be something else."""
    from scanner.inputs.terraform.plan import document

    found = document.parse(source)
    return found if isinstance(found, Problem) or is_plan(found) else None


def load(
    source: Source, document: dict[str, Any], directory: str | None, known: Mapping[str, Source]
) -> tuple[ResourceGraph, list[Origin]]:
    """The resources of a plan and their origins.

    `directory` is where the configuration lies that the plan was made from, when a person said so; otherwise the one
    beside the plan is taken if it is the plan's. Files that are `known` are not read again: resources that share a
    file must share what is said of it. The origins are those that the resources have, the very objects, by which they
    can be told from others.
    """
    from scanner.inputs.terraform.plan.read import read_plan

    return read_plan(source, document, directory, known)
