"""Crossplane's managed resources, and the cloud resources that they make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanner.inputs.terraform.names import TooManyNames, name_links
from scanner.inputs.terraform.schemas import BlockSchema, NestedBlock, schema_for
from scanner.inputs.terraform.secrets import labels_of, marked
from scanner.inputs.translate.crossplane_kinds import cloud_type
from scanner.inputs.translate.objects import plain_object
from scanner.model.places import Place
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource, ResourceGraph
from scanner.model.values import Array, Object, Reference, Span, Unknown, Value, place_at

_EXTERNAL_NAME = "crossplane.io/external-name"
_NAMES = ("bucket", "identifier", "cluster_identifier", "function_name", "domain_name", "replication_group_id", "name")
"""Arguments that the providers fill with the external name where a manifest cannot give them. The first there is."""

_OBSERVED_ONLY = ("Observe", "LateInitialize", "Delete")
"""Policies under which nothing is made or changed."""


def translate_crossplane(graph: ResourceGraph) -> None:
    """Adds the cloud resource that each managed resource makes. The managed resource stays an object."""
    found: dict[int, _Managed] = {}
    for resource in graph.resources:
        type_ = cloud_type(resource.type) if resource.is_object else None
        schema = schema_for(type_) if type_ is not None else None
        if type_ is not None and schema is not None and _is_made(resource):
            found[id(resource)] = _Managed(resource, type_, schema)
    if not found:
        return
    others = _Others(found.values())
    for each in found.values():
        each.make(others)
    resources: list[Resource] = []
    for resource in graph.resources:
        resources.append(resource)
        if id(resource) in found:
            resources.append(found[id(resource)].cloud)
    graph.resources = resources
    _link(list(found.values()), graph)


def _link(made: list[_Managed], graph: ResourceGraph) -> None:
    links = [
        Link(each.cloud, other.cloud, "references", place)
        for each in made
        for other, place in each.targets
        if other is not each
    ]
    try:
        links += name_links([each.cloud for each in made], links)
    except TooManyNames as error:
        what = f"links between resources are left out: {error}"
        first = made[0].cloud
        graph.problems.append(Problem("error", "unresolved", what, first.place.file, first.place))
        graph.incomplete.update((each.cloud.kind, what) for each in made)
    graph.links += links


def _is_made(resource: Resource) -> bool:
    spec = resource.attributes.get("spec")
    if not isinstance(spec, dict):
        return False
    policies = spec.get("managementPolicies")
    return not isinstance(policies, list) or not policies or any(each not in _OBSERVED_ONLY for each in policies)


class _Managed:
    """A managed resource and what it makes."""

    def __init__(self, managed: Resource, type: str, schema: BlockSchema) -> None:
        self.managed = managed
        self.type = type
        self.cloud = managed
        """What it makes, once that is known."""
        self.targets: list[tuple[_Managed, Place | None]] = []
        """The managed resources that it refers to, and where."""
        self._schema = schema

    def make(self, others: _Others) -> None:
        """Makes the cloud resource."""
        attributes = marked(self._attributes(self.type, self._schema, others), self.type, self._schema)
        self.cloud = replace(
            self.managed,
            type=self.type,
            provider=self.type.partition("_")[0],
            attributes=attributes,
            namespace=None,
            region=attributes.get("region", attributes.get("location")),
            labels=labels_of(attributes),
        )

    def _attributes(self, type: str, schema: BlockSchema, others: _Others) -> Object:
        spec = self.managed.attributes["spec"]
        given = spec.get("forProvider")
        if isinstance(given, Unknown):
            return Object((name, given) for name in (*schema.attributes, *schema.blocks))
        written = self._body(given, schema, others) if isinstance(given, dict) else Object()
        first = spec.get("initProvider")
        if isinstance(first, dict):
            for name, value in self._body(first, schema, others).items():
                written.setdefault(name, value)
        called = _external_name(self.managed)
        argument = next((each for each in _NAMES if each in schema.attributes), None)
        if argument is not None and called is not None and not _is_attachment(type):
            written.setdefault(argument, called)
        return written

    def _body(self, node: dict[str, Value], schema: BlockSchema, others: _Others) -> Object:
        names = {_camel(name): name for name in (*schema.attributes, *schema.blocks)}
        written = (node.spans if isinstance(node, Object) else None) or {}
        entries: dict[str, Value] = {}
        spans: dict[str, Span] = {}
        for key, value in node.items():
            name = names.get(key)
            if name is None or value is None:
                continue
            nested = schema.blocks.get(name)
            entries[name] = _plain(value) if nested is None else self._block(value, nested, others)
            if key in written:
                spans[name] = written[key]
        for key, value in node.items():
            named = None if key in names or value is None else _referring(key, names)
            if named is not None and entries.get(named) is None:
                place = place_at(node, (key,))
                entries[named] = self._referred(key, value, place, others)
                if key in written:
                    spans[named] = written[key]
        source, span = (node.source, node.span) if isinstance(node, Object) else (None, None)
        return Object(entries, source, span, spans)

    def _block(self, value: Value, nested: NestedBlock, others: _Others) -> Value:
        """A block, which older versions of the kinds write as a list wherever it can occur once."""
        single = nested.nesting == "single"
        if isinstance(value, dict):
            made = self._body(value, nested.block, others)
            return made if single else Array([made])
        if not isinstance(value, list):
            return value
        items = [self._body(each, nested.block, others) if isinstance(each, dict) else each for each in value]
        if single:
            return items[0] if items else None
        return Array(items, value.source, value.span, value.spans) if isinstance(value, Array) else Array(items)

    def _referred(self, key: str, reference: Value, place: Place | None, others: _Others) -> Unknown:
        """The value of an argument that Crossplane takes from another resource, or from a Secret."""
        name = reference.get("name") if isinstance(reference, dict) else None
        shown = f"{key} {name}" if isinstance(name, str) else key
        targets = [each for each in others.meant(self, key, reference) if each is not self]
        self.targets += [(each, place) for each in targets]
        # What leads to nothing that was read may lead to anything.
        chain = tuple(Reference(each.managed.address, each.managed.place) for each in targets[:1])
        origin = ("crossplane", self.managed.address, str(place), key)
        return Unknown(f"only Crossplane resolves {shown}", chain, origin, not_null=True)


class _Others:
    """Managed resources by what references mean them by."""

    def __init__(self, every: Iterable[_Managed]) -> None:
        self._by_name: dict[str, list[_Managed]] = {}
        self._by_label: dict[tuple[str, str], list[_Managed]] = {}
        for each in every:
            self._by_name.setdefault(each.managed.name, []).append(each)
            for key, value in each.managed.labels.items():
                if isinstance(value, str):
                    self._by_label.setdefault((key, value), []).append(each)

    def meant(self, source: _Managed, key: str, reference: Value) -> list[_Managed]:
        """What a reference by name or by labels means. Of several kinds it is the one that the key names."""
        if isinstance(reference, list):
            return [each for item in reference for each in self.meant(source, key, item)]
        if not isinstance(reference, dict) or key.endswith("SecretRef"):
            return []
        found = [
            each
            for each in self._candidates(reference)
            if each.managed.namespace == source.managed.namespace
            and each.type.partition("_")[0] == source.type.partition("_")[0]
            and each.managed.kind.lower() in key.lower()
        ]
        longest = max((len(each.managed.kind) for each in found), default=0)
        return [each for each in found if len(each.managed.kind) == longest]

    def _candidates(self, reference: dict[str, Value]) -> list[_Managed]:
        name, labels = reference.get("name"), reference.get("matchLabels")
        if isinstance(name, str):
            return self._by_name.get(name, [])
        if not isinstance(labels, dict) or not labels or any(not isinstance(each, str) for each in labels.values()):
            return []
        pairs = list(labels.items())
        found = self._by_label.get(pairs[0], [])
        return [each for each in found if all(each.managed.labels.get(key) == value for key, value in pairs)]


def _plain(value: Value) -> Value:
    return plain_object({"": value})[""] if isinstance(value, (dict, list)) else value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others)


def _referring(key: str, names: dict[str, str]) -> str | None:
    """The argument that `bucketRef`, `subnetIdRefs`, `roleSelector` or `passwordSecretRef` gives."""
    for ending in ("SecretRef", "Refs", "Ref", "Selector"):
        base = key.removesuffix(ending)
        if base != key:
            wanted = (base.lower(), f"{base}s".lower())
            return next((name for camel, name in names.items() if camel.lower() in wanted), None)
    return None


def _external_name(managed: Resource) -> str | None:
    metadata = managed.attributes.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    name = annotations.get(_EXTERNAL_NAME) if isinstance(annotations, dict) else None
    if isinstance(name, str) and name:
        return name
    return None if managed.name.endswith("*") or name is not None else managed.name


def _is_attachment(type: str) -> bool:
    """Whether the names in a type's arguments are those of something else, which it is part of."""
    return type.startswith("aws_s3_bucket_") or "_iam_" in type or type.endswith(("_acl", "_control", "_attachment"))
