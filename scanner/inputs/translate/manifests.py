"""Resources that hold a manifest: `kubernetes_manifest` as a value, `kubectl_manifest` as YAML."""

from __future__ import annotations

from dataclasses import replace

from scanner.inputs.kubernetes.pods import KUBERNETES, Workloads
from scanner.inputs.translate.conversion import convert
from scanner.inputs.translate.not_known import NotKnown
from scanner.inputs.translate.objects import plain_object
from scanner.inputs.translate.resources import object_resource
from scanner.inputs.translate.yaml_text import Moved
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import EVERY_KIND, Resource
from scanner.model.values import Object, Path, Span, Unknown, Value, extent_of, place_at

ARGUMENTS = {"kubernetes_manifest": "manifest", "kubectl_manifest": "yaml_body"}
"""The argument that holds the manifest, by type."""

_METADATA = ("annotations", "finalizers", "generateName", "labels", "name", "ownerReferences")
"""What the metadata of a manifest may say besides the namespace."""


def manifest_object(resource: Resource, problems: list[Problem], workloads: Workloads = KUBERNETES) -> Resource:
    """The object that the manifest in a resource describes.

    Raises:
        NotKnown: the manifest is not known, or no manifest.
    """
    argument = ARGUMENTS[resource.type]
    value = resource.attributes.get(argument)
    prefix: Path = (argument,)
    if isinstance(value, Unknown):
        made = _in_override_namespace(resource, _of_template(resource, argument, value))
    elif resource.type == "kubectl_manifest":
        made = _in_override_namespace(resource, _of_text(resource, argument, value, problems))
    elif isinstance(value, dict):
        made = plain_object(value)
    else:
        raise NotKnown(f"{argument} is no object")
    for name in ("apiVersion", "kind"):
        if not isinstance(made.get(name), str) or not made[name]:
            raise NotKnown(f"{argument} has no {name} that is known", _kind_of(made))
    if resource.type == "kubernetes_manifest":
        convert(made, workloads)
    if made.spans is None:
        made = _placed(made, resource.attributes, argument)
    span = _span_of(resource.attributes, argument)

    def way(path: Path) -> Path:
        if isinstance(value, dict):
            return (*prefix, *path)
        if path[:2] == ("metadata", "namespace") and _is_given(resource.attributes.get("override_namespace")):
            return ("override_namespace",)
        return prefix if _may_come_from_elsewhere(made, path, span) else ()

    return object_resource(resource, made, way, problems, workloads)


def _of_template(resource: Resource, argument: str, value: Unknown) -> Object:
    """The object in a template of which not everything is known."""
    attributes = resource.attributes
    span = _span_of(attributes, argument)
    if resource.type == "kubectl_manifest" and attributes.source is not None and span is not None:
        from scanner.inputs.translate.partial_yaml import marked_text, with_unknowns

        text = marked_text(attributes.source.text[span[0] : span[1]], argument, value.prefix)
        if text is not None:
            try:
                found = with_unknowns(_of_text(resource, argument, text, []), value)
            except NotKnown:
                found = None
            if isinstance(found, Object):
                return found
    help = value.references[-1].help if value.references else ""
    raise NotKnown(f"{argument} is not known: {value.cause}", _kind_in(value.prefix), help)


def _of_text(resource: Resource, argument: str, value: Value, problems: list[Problem]) -> Object:
    if not isinstance(value, str):
        raise NotKnown(f"{argument} is no text")
    from scanner.inputs.kubernetes.documents import read_documents

    attributes = resource.attributes
    place = place_at(attributes, (argument,)) or resource.place
    read = read_documents(Source(f"{resource.place.file}#{resource.address}.yaml", value))
    objects = [each for each in read.documents if isinstance(each.value, Object)]
    problems += [replace(problem, file=place.file, place=place) for problem in read.problems]
    if len(objects) != 1:
        raise NotKnown(f"{argument} has {len(objects)} documents that are objects, and must have one")
    span = _span_of(attributes, argument)
    moved = Moved(value, attributes.source, span)
    made: Object = moved.value(objects[0].value)
    return made


def _in_override_namespace(resource: Resource, made: Object) -> Object:
    """The object in the namespace that the resource puts it into, whatever its manifest says."""
    namespace = resource.attributes.get("override_namespace")
    if not _is_given(namespace):
        return made
    metadata = made.get("metadata", Object())
    if isinstance(metadata, Unknown):
        metadata = Object({name: _part(metadata, name) for name in _METADATA})
    if isinstance(metadata, Object):
        metadata["namespace"] = namespace
        made["metadata"] = metadata
    return made


def _is_given(text: Value) -> bool:
    return text is not None and text != ""


def _may_come_from_elsewhere(made: Object, path: Path, argument: Span | None) -> bool:
    """Whether a value in YAML may come from what the text was made of; not where it stands there as it is.

    `argument` is where the argument with the YAML is written.
    """
    node: Value = made
    extent: tuple[Source, Span] | None = None
    for step in path:
        extent = extent_of(node, step) or extent
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(node, Unknown):
            return True
    if extent is None:
        return True
    source, (start, end) = extent
    if (start, end) == argument:
        return not source.text[start:end].partition("=")[2].lstrip().startswith(('"', "<<"))
    last = source.text.find("\n", end)
    lines = source.text[source.text.rfind("\n", 0, start) + 1 : last if last >= 0 else end]
    return "${" in lines or "%{" in lines


def _span_of(attributes: Object, argument: str) -> Span | None:
    return attributes.spans.get(argument) if attributes.spans is not None else None


def _part(unknown: Unknown, name: str) -> Unknown:
    """An entry of an object that is not known."""
    return Unknown(unknown.cause, unknown.references, (unknown.origin, name))


def _placed(made: Object, attributes: Object, argument: str) -> Object:
    """The object with the place of the argument for everything in it that has no other."""
    span = _span_of(attributes, argument)
    if span is None or attributes.source is None:
        return made
    return Object(made, attributes.source, span, dict.fromkeys(made, span), sensitive=made.sensitive)


def _kind_of(made: Object) -> str:
    kind = made.get("kind")
    return kind if isinstance(kind, str) and kind else EVERY_KIND


def _kind_in(text: str) -> str:
    """The kind that YAML of which the beginning is known describes."""
    for line in text.split("\n")[:-1]:
        if line.startswith("kind:"):
            return line.removeprefix("kind:").split("#")[0].strip().strip("\"'") or EVERY_KIND
    return EVERY_KIND
