"""Whether anything looks like a directive at all; so that the machinery for them is loaded only when there is one."""

from __future__ import annotations

from scanner.model.resources import Resource, ResourceGraph
from scanner.model.values import Value

OWN_ANNOTATION = "bylaw/ignore."
CHECKOV_ANNOTATION = "checkov.io/skip"


def may_hold_directives(graph: ResourceGraph) -> bool:
    """False when no comment and no annotation can be one."""
    if any(like_directive(comment.text) for comment in graph.comments):
        return True
    return any(directive_annotations(resource) for resource in graph.resources)


def like_directive(text: str) -> bool:
    """Whether a comment deserves a closer look."""
    return "ignore" in text.lower() or ":skip=" in text


def directive_annotations(resource: Resource) -> list[tuple[str, Value]]:
    """Annotations of a Kubernetes object whose keys begin like directives."""
    if resource.provider != "kubernetes":
        return []
    metadata = resource.attributes.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    if not isinstance(annotations, dict):
        return []
    begins = (OWN_ANNOTATION, CHECKOV_ANNOTATION)
    return [(key, value) for key, value in annotations.items() if isinstance(key, str) and key.startswith(begins)]
