"""The same thing said in another language: Terraform's Kubernetes as objects, Crossplane's as cloud resources.

A rule is written once for a thing; who declares it otherwise is judged by it all the same.
"""

from __future__ import annotations

from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.model.resources import ResourceGraph

__all__ = ["may_speak_otherwise", "translate"]

_PROVIDERS = ("kubernetes", "kubectl", "helm")
_CROSSPLANE = ".upbound.io/"


def may_speak_otherwise(graph: ResourceGraph) -> bool:
    """Whether there may be anything in a graph to translate. Asked of every graph, and so quick."""
    for resource in graph.resources:
        if "/" not in resource.type:
            if resource.provider in _PROVIDERS:
                return True
        elif _CROSSPLANE in resource.type:
            return True
    return False


def translate(graph: ResourceGraph, released: frozenset[int] = frozenset(), workloads: Workloads = KUBERNETES) -> None:
    """Puts Kubernetes objects in place of the Terraform resources that make them, and adds what Crossplane makes.

    `released` has the `id` of each `helm_release` whose chart was rendered. Raises nothing. What cannot be known of
    objects is a problem, and the inventory of their kinds is incomplete.
    """
    if any("/" not in resource.type and resource.provider in _PROVIDERS for resource in graph.resources):
        from scanner.inputs.translate.terraform import translate_terraform

        translate_terraform(graph, released, workloads)
    if any(_CROSSPLANE in resource.type for resource in graph.resources):
        from scanner.inputs.translate.crossplane import translate_crossplane

        translate_crossplane(graph)
