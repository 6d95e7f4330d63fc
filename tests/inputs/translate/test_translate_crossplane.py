"""Every example of the cloud rules that Crossplane can make, written as managed resources: the same verdicts."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml

from scanner.inputs.kubernetes import link_objects, pod_view_of
from scanner.inputs.kubernetes import read as read_kubernetes
from scanner.inputs.terraform import load_text
from scanner.inputs.terraform.schemas import schema_for
from scanner.inputs.translate import may_speak_otherwise, translate
from scanner.inputs.translate.crossplane_kinds import KINDS, cloud_type
from scanner.model.places import Source
from scanner.model.resources import Resource, ResourceGraph
from scanner.model.rules import Example
from scanner.model.values import Unknown
from scanner.policy.defaults import with_defaults
from scanner.policy.judge import judge
from scanner.policy.packs import Pack, builtin_directory, read_all_defaults, read_packs
from scanner.policy.rulesets import Selection, rules_of
from scanner.policy.validation import RuleValidator, theme_ids

DOMAINS = {"aws": "aws.upbound.io", "azurerm": "azure.upbound.io", "google": "gcp.upbound.io"}
TYPES = {
    f"{provider}_{name}": (provider, *kind.split("/"))
    for provider, kinds in KINDS.items()
    for kind, name in kinds.items()
}


class Inexpressible(Exception):
    """Something in an example that no managed resource has."""


def _packs() -> Any:
    packs, problems = read_packs([builtin_directory()], RuleValidator(theme_ids()))
    assert not problems
    files = [file for pack in packs for file in pack.rules if not file.rule.id.startswith("k8s-")]
    return files, rules_of([Pack(builtin_directory(), tuple(files), read_all_defaults(builtin_directory()))])


FILES, RULES = _packs()


def _written() -> list[Any]:
    found = []
    for file in FILES:
        for example in file.examples:
            if example.language != "terraform":
                continue
            try:
                text = _manifests(load_text(example.text))
            except Inexpressible:
                continue
            found.append(pytest.param(file.rule.id, example, text, id=f"{file.rule.id}: {example.name}"))
    return found


def _manifests(graph: ResourceGraph) -> str:
    if any(problem.severity == "error" for problem in graph.problems):
        raise Inexpressible("problems")
    managed = [each for each in graph.resources if not each.type.startswith("data.")]
    if len({each.name for each in managed if each.type == "aws_s3_bucket"}) != sum(
        each.type == "aws_s3_bucket" for each in managed
    ):
        raise Inexpressible("several instances of one name")
    return yaml.safe_dump_all([_manifest(each, managed) for each in managed], sort_keys=False)


def _manifest(resource: Resource, others: list[Resource]) -> dict[str, Any]:
    if resource.type not in TYPES or resource.address != f"{resource.type}.{resource.name}":
        raise Inexpressible(resource.address)
    provider, group, kind = TYPES[resource.type]
    version = "v1beta2" if provider == "aws" else "v1beta1"
    metadata: dict[str, Any] = {"name": resource.name}
    attributes = dict(resource.attributes)
    bucket = attributes.pop("bucket", None) if resource.type == "aws_s3_bucket" else None
    if isinstance(bucket, str):
        metadata["annotations"] = {"crossplane.io/external-name": bucket}
    given = _body(attributes, others, resource.type, version == "v1beta1")
    return {
        "apiVersion": f"{group}.{DOMAINS[provider]}/{version}",
        "kind": kind,
        "metadata": metadata,
        "spec": {"forProvider": given},
    }


def _body(node: dict[str, Any], others: list[Resource], type_: str, listed: bool, schema: Any = None) -> dict[str, Any]:
    schema = schema or schema_for(type_)
    entries: dict[str, Any] = {}
    for name, value in node.items():
        key = _camel(name)
        if isinstance(value, Unknown):
            target = next((o for o in others for r in value.references if r.name.startswith(f"{o.address}.")), None)
            if target is None or target.type not in TYPES or TYPES[target.type][2].lower() not in key.lower():
                raise Inexpressible(f"{type_}.{name} is not known")
            entries[f"{key}Ref"] = {"name": target.name}
        elif name in schema.blocks:
            inner = schema.blocks[name].block
            if isinstance(value, list):
                entries[key] = [_body(each, others, type_, listed, inner) for each in value if isinstance(each, dict)]
            else:
                made = _body(value, others, type_, listed, inner)
                entries[key] = [made] if listed else made
        else:
            entries[key] = _plain(value)
    return entries


def _plain(value: Any) -> Any:
    if isinstance(value, Unknown):
        raise Inexpressible("a part is not known")
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


EXAMPLES = _written()


@pytest.mark.parametrize(("rule", "example", "text"), EXAMPLES)
def test_the_verdicts_of_what_crossplane_makes(rule: str, example: Example, text: str) -> None:
    assert _verdicts(rule, read(text)) == _verdicts(rule, load_text(example.text)), text


def test_every_provider_has_examples() -> None:
    rules = {each.values[0] for each in EXAMPLES}
    assert {rule.split("-")[0] for rule in rules} == {"aws", "azure", "gcp"}
    assert len(rules) > 60 and len(EXAMPLES) > 300


def read(text: str) -> ResourceGraph:
    """What a scan of manifests with this text would judge."""
    graph = read_kubernetes([Source("crossplane.yaml", text)])
    if may_speak_otherwise(graph):
        translate(graph)
    link_objects(graph)
    return graph


def _verdicts(rule: str, graph: ResourceGraph) -> Counter[Any]:
    alone = RULES.select(Selection(only=frozenset({rule})))
    graph = with_defaults(graph, alone.defaults_for)
    judgement = judge(graph, alone, pod_view_of, frozenset({"pass", "fail", "unknown"}))
    assert not judgement.problems
    return Counter((each.resource.type, each.item, each.outcome) for each in judgement.verdicts)


def test_every_type_is_known_to_the_schemas() -> None:
    for type_, (provider, group, kind) in TYPES.items():
        assert schema_for(type_) is not None, type_
        assert cloud_type(f"{group}.{DOMAINS[provider]}/v1beta1/{kind}") == type_
