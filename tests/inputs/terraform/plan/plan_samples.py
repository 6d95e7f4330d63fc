"""Plans written by hand, in the form of `terraform show -json`, of providers that tests do not install."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scanner.inputs.terraform import plan
from scanner.model.origins import Origin
from scanner.model.places import Source
from scanner.model.problems import Problem
from scanner.model.resources import Link, Resource, ResourceGraph


def resource(address: str, values: dict[str, Any], sensitive: Any = None, **more: Any) -> dict[str, Any]:
    """A resource of `planned_values`, its names from its address."""
    pieces = address.partition("[")[0].split(".")
    mode = "data" if "data" in pieces else "managed"
    type, name = pieces[-2:]
    provider = f"registry.terraform.io/hashicorp/{type.partition('_')[0]}"
    return {
        "address": address,
        "mode": mode,
        "type": type,
        "name": name,
        "provider_name": provider,
        "schema_version": 0,
        "values": values,
        "sensitive_values": {} if sensitive is None else sensitive,
        **more,
    }


def change(address: str, *actions: str, unknown: Any = None, after: Any = None, sensitive: Any = None) -> Any:
    """An entry of `resource_changes`."""
    named = resource(address, {})
    named = {key: named[key] for key in ("address", "mode", "type", "name", "provider_name")}
    inner = {
        "actions": list(actions),
        "before": None,
        "after": after,
        "after_unknown": {} if unknown is None else unknown,
        "before_sensitive": False,
        "after_sensitive": {} if sensitive is None else sensitive,
    }
    return named | {"change": inner}


def configured(address: str, expressions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource of `configuration`."""
    named = resource(address, {})
    return {
        "address": address,
        "mode": named["mode"],
        "type": named["type"],
        "name": named["name"],
        "provider_config_key": named["type"].partition("_")[0],
        "expressions": expressions,
        "schema_version": 0,
        **more,
    }


def references(*names: str) -> dict[str, Any]:
    """An expression that refers to something, as Terraform lists it: each reference, then its own beginnings."""
    found = []
    for name in names:
        pieces = name.split(".")
        least = 3 if pieces[0] == "data" else 2
        found += [".".join(pieces[:length]) for length in range(len(pieces), least - 1, -1)]
    return {"references": found}


def constant(value: Any) -> dict[str, Any]:
    """An expression that refers to nothing."""
    return {"constant_value": value}


def document(
    resources: list[Any] | None = None,
    changes: list[Any] | None = None,
    configuration: list[Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """A whole plan with everything in its root module."""
    found: dict[str, Any] = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources or []}},
        "resource_changes": changes or [],
    }
    if configuration is not None:
        found["configuration"] = {"root_module": {"resources": configuration}}
    return found | more


def loaded(plan_document: Any, path: str = "plan.json", source: str | None = None) -> ResourceGraph:
    """The graph of a plan that lies nowhere, so that no source is beside it unless one is named."""
    return read(plan_document, path, source)[0]


def read(
    plan_document: Any, path: str = "plan.json", source: str | None = None, known: Mapping[str, Source] | None = None
) -> tuple[ResourceGraph, list[Origin]]:
    """The same with the origins of its resources."""
    text = plan_document if isinstance(plan_document, str) else json.dumps(plan_document)
    file = Source(path, text)
    found = plan.parse(file)
    if isinstance(found, Problem):
        return ResourceGraph(problems=[found]), []
    assert found is not None
    return plan.load(file, found, source, known or {})


def by_address(graph: ResourceGraph) -> dict[str, Resource]:
    """The resources by address, each address once."""
    assert len({each.address for each in graph.resources}) == len(graph.resources)
    return {each.address: each for each in graph.resources}


def pairs(links: list[Link]) -> set[tuple[str, str]]:
    """Links as pairs of addresses."""
    return {(link.source.address, link.target.address) for link in links}


def write(folder: Path, name: str, content: Any) -> Path:
    """Writes a file, JSON unless it is text."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def large_plan(count: int) -> dict[str, Any]:
    """A plan with `count` groups of a bucket, its public access block, an instance, a group and a database."""
    resources: list[Any] = []
    changes: list[Any] = []
    blocks: list[Any] = []
    for number in range(count):
        for type, values, unknown, expressions in _group(number):
            address = f"{type}.r{number}"
            resources.append(resource(address, values))
            changes.append(change(address, "create", unknown=unknown, after=values))
            blocks.append(configured(address, expressions))
    prior = {"format_version": "1.0", "values": {"root_module": {"resources": resources[: count // 2]}}}
    return document(resources, changes, blocks, prior_state=prior)


def _group(number: int) -> list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]]:
    tags = {"Name": f"resource-{number}", "Team": "platform", "CostCenter": "1234", "Environment": "production"}
    named = {"tags": constant(tags)}
    computed = {"id": True, "arn": True, "tags_all": {}}
    bucket = {"bucket": f"bucket-{number}", "bucket_prefix": None, "force_destroy": False, "tags": tags}
    block = dict.fromkeys(("block_public_acls", "block_public_policy", "ignore_public_acls"), True)
    blocked = {name: constant(True) for name in block} | {"bucket": references(f"aws_s3_bucket.r{number}.id")}
    volume = {"delete_on_termination": True, "encrypted": True, "iops": None, "kms_key_id": None, "volume_size": 20}
    nothing = dict.fromkeys(f"unset_{each}" for each in range(25))
    instance = {"ami": "ami-0123456789", "instance_type": "m5.large", "root_block_device": [volume], "tags": tags}
    rule = {"cidr_blocks": ["10.0.0.0/8", "192.168.0.0/16"], "description": "", "from_port": 443, "to_port": 443}
    rule |= {"ipv6_cidr_blocks": [], "prefix_list_ids": [], "protocol": "tcp", "security_groups": [], "self": False}
    group = {"description": "Managed", "name": f"group-{number}", "ingress": [rule], "tags": tags, "timeouts": None}
    database = {"engine": "postgres", "instance_class": "db.m5.large", "storage_encrypted": True, "tags": tags}
    policy = json.dumps({"Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"] * 20, "Resource": "*"}]})
    return [
        ("aws_s3_bucket", bucket | nothing | {"policy": policy}, computed, named | {"bucket": constant("b")}),
        ("aws_s3_bucket_public_access_block", block, {"id": True, "bucket": True}, blocked),
        (
            "aws_instance",
            instance | nothing,
            computed | {"root_block_device": [{"device_name": True, "volume_id": True}]},
            named | {"ami": constant("ami"), "root_block_device": [{"encrypted": constant(True)}]},
        ),
        ("aws_security_group", group | nothing, computed | {"ingress": [{}], "egress": True}, named),
        (
            "aws_db_instance",
            database | nothing,
            computed | {"kms_key_id": True, "address": True},
            named | {"engine": constant("postgres"), "kms_key_id": references(f"aws_s3_bucket.r{number}.arn")},
        ),
    ]
