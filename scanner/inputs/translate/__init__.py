"""The same thing said in another language: Terraform's Kubernetes as objects, Crossplane's as cloud resources.

A rule is written once for a thing; who declares it otherwise is judged by it all the same.
"""

from __future__ import annotations

from scanner.model.resources import ResourceGraph

__all__ = ["may_speak_otherwise", "translate"]

_PROVIDERS = ("kubernetes", "kubectl", "helm")
_CROSSPLANE = (".upbound.io/", ".crossplane.io/")


def may_speak_otherwise(graph: ResourceGraph) -> bool:
    """Whether there may be anything in a graph to translate. Asked of every graph, and so quick."""
    for resource in graph.resources:
        if "/" not in resource.type:
            if resource.provider in _PROVIDERS:
                return True
        elif any(group in resource.type for group in _CROSSPLANE):
            return True
    return False


def translate(graph: ResourceGraph) -> None:
    """Puts Kubernetes objects in place of the Terraform resources that make them. Raises nothing.

    What cannot be known of them is a problem, and the inventory of their kinds is incomplete.
    """
    from scanner.inputs.translate.terraform import translate_terraform

    translate_terraform(graph)
