"""The text of a plan, or of a state, to a resource graph."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scanner.inputs.terraform.names import TooManyNames, name_links
from scanner.inputs.terraform.plan.adapt import Adapter
from scanner.inputs.terraform.plan.configuration import PlanConfiguration
from scanner.inputs.terraform.plan.document import Remarks
from scanner.inputs.terraform.plan.links import MAX_LINKS, Made, links_of
from scanner.inputs.terraform.plan.places import PlanPlaces
from scanner.inputs.terraform.plan.planned import Planned, deferred, read_planned
from scanner.inputs.terraform.plan.references import Resolver
from scanner.inputs.terraform.plan.regions import Regions
from scanner.inputs.terraform.plan.source import HclSource, find_source
from scanner.model.origins import Origin
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import ResourceGraph


def read_plan(
    source: Source, document: dict[str, Any], directory: str | None, known: Mapping[str, Source]
) -> tuple[ResourceGraph, list[Origin]]:
    """The resources of a plan and their origins, see `load`.

    Places are those of the configuration in `directory`, or of the one beside the plan if that is the plan's.
    """
    remarks = Remarks(source.path)
    places = PlanPlaces(source)
    graph = ResourceGraph()
    if _understood(document, remarks):
        configuration = PlanConfiguration(remarks.table(document.get("configuration"), "configuration"), remarks)
        planned = read_planned(document, remarks)
        found = _source(source.path, directory, known, configuration, planned, remarks)
        resolver = Resolver(configuration, found, planned)
        variables = remarks.table(document.get("variables"), "variables")
        regions = Regions(configuration, variables, resolver)
        root = os.path.dirname(source.path) or "." if found is None else found.root
        adapter = Adapter(places, root, configuration, found, resolver, regions, remarks)
        made = [adapter.made(each) for each in planned]
        graph.resources = [each.resource for each in made]
        graph.incomplete = dict(deferred(document, remarks))
        _link(graph, made, resolver, remarks)
        origins = adapter.origins()
        if found is not None:
            _take_source(graph, found, source.path)
    else:
        origins = []
    graph.sources[source.path] = places.quotable()
    graph.problems += remarks.finish()
    return graph, origins


def _link(graph: ResourceGraph, made: list[Made], resolver: Resolver, remarks: Remarks) -> None:
    """Links the resources. Where they are more than can be, what is missing is not taken for absent."""
    why = ""
    graph.links = links_of(made, resolver)
    if len(graph.links) == MAX_LINKS:
        why = f"this plan has more than {MAX_LINKS:,} links between resources, and no more were followed"
    try:
        graph.links += name_links(graph.resources, graph.links)
    except TooManyNames as error:
        why = f"links between resources by their names are left out: {error}"
    if why:
        remarks.add("error", "unresolved", why)
        graph.incomplete |= {resource.kind: why for resource in graph.resources}


def _understood(document: dict[str, Any], remarks: Remarks) -> bool:
    version = document.get("format_version")
    if not isinstance(version, str) or version.partition(".")[0] not in ("0", "1"):
        what = f"a plan of format version {str(version)[:40]!r}, of which nothing is known: it was not read"
        remarks.add("error", "unparsable", what)
        return False
    if document.get("errored") is True:
        what = "planning ended with an error: what is missing in this plan was not judged"
        remarks.add("error", "invalid", what, help="put the configuration right and plan again")
    elif document.get("complete") is False:
        remarks.add("note", "unresolved", "the plan is not complete: applying it leaves changes for a later plan")
    return True


def _source(
    path: str,
    directory: str | None,
    known: Mapping[str, Source],
    configuration: PlanConfiguration,
    planned: list[Planned],
    remarks: Remarks,
) -> HclSource | None:
    root = configuration.root
    blocks = set(root.blocks) or {each.address.block for each in planned if not each.address.module}
    calls = set(root.calls) or {each.address.path[0] for each in planned if each.address.module}
    found = find_source(path, directory, blocks, calls, known)
    if directory is None or found is None:
        return found
    beside = found.configuration(())
    if beside is None or not beside.files:
        what = f"there is no Terraform configuration in {directory}, where the plan's source should be"
        remarks.add("error", "unreadable", what, help="name the directory in which the plan was made")
        return None
    if (blocks or calls) and blocks.isdisjoint(beside.resources) and calls.isdisjoint(beside.calls):
        what = f"the configuration in {directory} has nothing that this plan plans; places are those of the plan"
        remarks.add("warning", "unresolved", what, help="name the directory in which the plan was made")
        return None
    return found


def _take_source(graph: ResourceGraph, found: HclSource, plan: str) -> None:
    """Takes in the files that places lead to. What is wrong with them did not keep Terraform from planning."""
    graph.sources |= found.files
    graph.comments += found.comments
    for problem in found.problems():
        if problem.severity == "error":
            graph.problems.append(_lesser(problem, plan))


def _lesser(problem: Problem, plan: str) -> Problem:
    help = "the plan was judged without the places of what stands here"
    return replace(problem, severity="warning", file=plan, help=help)
