"""Attributes of planned resources: blocks, absent and unknown values, what is secret."""

from __future__ import annotations

from typing import Any

import pytest
from plan_samples import by_address, change, configured, constant, document, loaded, references, resource
from plan_terraform import UNKNOWN, comparable

from scanner.inputs.terraform import load_text
from scanner.model.resources import Resource
from scanner.model.values import Object, Unknown

SSE = "server_side_encryption_configuration"


def one(
    address: str,
    values: dict[str, Any],
    unknown: Any = None,
    expressions: dict[str, Any] | None = None,
    sensitive: Any = None,
) -> Resource:
    """The one resource of a plan that creates it."""
    plan = document(
        [resource(address, values, sensitive)],
        [change(address, "create", unknown=unknown, after=values, sensitive=sensitive)],
        None if expressions is None else [configured(address, expressions)],
    )
    graph = loaded(plan)
    assert graph.problems == []
    return by_address(graph)[address]


def test_the_tree_is_that_of_the_same_configuration() -> None:
    """What HCL gives and what a provider plans for it differ in what is not written, and in nothing a rule sees."""
    hcl = """
    resource "aws_instance" "i" {
      ami           = "ami-1"
      ebs_optimized = true
      tags          = { Name = "i" }
      root_block_device {
        encrypted   = true
        volume_size = 20
      }
      ebs_block_device {
        device_name = "/dev/sdb"
        encrypted   = false
      }
      ebs_block_device {
        device_name = "/dev/sdc"
      }
      metadata_options {
        http_tokens = "required"
      }
    }
    """
    device = {"delete_on_termination": True, "encrypted": None, "kms_key_id": None, "tags": None, "volume_size": None}
    values = {
        "ami": "ami-1",
        "ebs_optimized": True,
        "tags": {"Name": "i"},
        "user_data": None,
        "credit_specification": [],
        "launch_template": [],
        "timeouts": None,
        "hibernation": None,
        "root_block_device": [device | {"encrypted": True, "volume_size": 20, "device_name": None}],
        "ebs_block_device": [
            device | {"device_name": "/dev/sdb", "encrypted": False},
            device | {"device_name": "/dev/sdc"},
        ],
        "metadata_options": [{"http_tokens": "required"}],
    }
    computed_device = {"iops": True, "kms_key_id": True, "volume_id": True, "throughput": True}
    unknown = {
        "id": True,
        "arn": True,
        "availability_zone": True,
        "security_groups": True,
        "tags_all": True,
        "tags": {},
        "cpu_options": True,
        "private_dns_name_options": True,
        "root_block_device": [computed_device | {"device_name": True}],
        "ebs_block_device": [computed_device | {"volume_size": True}, computed_device | {"encrypted": True}],
        "metadata_options": [{"http_endpoint": True, "http_put_response_hop_limit": True}],
    }
    expressions = {
        "ami": constant("ami-1"),
        "ebs_optimized": constant(True),
        "tags": constant({"Name": "i"}),
        "root_block_device": [{"encrypted": constant(True), "volume_size": constant(20)}],
        "ebs_block_device": [
            {"device_name": constant("/dev/sdb"), "encrypted": constant(False)},
            {"device_name": constant("/dev/sdc")},
        ],
        "metadata_options": [{"http_tokens": constant("required")}],
    }
    planned = comparable(one("aws_instance.i", values, unknown, expressions).attributes)
    written = comparable(load_text(hcl).resources[0].attributes)
    # The provider says more than the configuration: what is deleted with the instance.
    assert [each.pop("delete_on_termination") for each in (planned["root_block_device"], *planned["ebs_block_device"])]
    assert planned == written


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ({}, {}),
        ({"versioning": [{"enabled": references("var.on")}]}, {"versioning": UNKNOWN}),
        (None, {"versioning": UNKNOWN}),
    ],
    ids=["not written", "written", "no configuration"],
)
def test_a_block_that_is_unknown_as_a_whole(expressions: dict[str, Any] | None, expected: dict[str, Any]) -> None:
    it = one("aws_s3_bucket.b", {}, {"id": True, "arn": True, "versioning": True}, expressions)
    assert comparable(it.attributes) == expected


def test_blocks_that_a_dynamic_block_may_have_written_stay_unknown() -> None:
    it = one("aws_security_group.g", {"name": "g"}, {"ingress": True, "egress": True}, {"name": constant("g")})
    assert comparable(it.attributes) == {"name": "g", "ingress": UNKNOWN, "egress": UNKNOWN}
    assert "--source DIR" in it.attributes["ingress"].cause
    assert it.attributes["ingress"] != it.attributes["egress"]


def test_blocks_of_a_set_that_cannot_be_told_apart() -> None:
    """What one of them has written, each of them may have written."""
    expressions = {"ebs_block_device": [{"encrypted": references("var.a")}, {"kms_key_id": references("var.b")}]}
    values = {"ebs_block_device": [{"device_name": "a", "snapshot_id": ""}, {"device_name": "b"}]}
    unknown = {"ebs_block_device": [{"encrypted": True, "iops": True}, {"encrypted": True, "kms_key_id": True}]}
    it = one("aws_instance.i", values, unknown, expressions)
    assert comparable(it.attributes) == {
        "ebs_block_device": [
            {"device_name": "a", "encrypted": UNKNOWN},
            {"device_name": "b", "encrypted": UNKNOWN, "kms_key_id": UNKNOWN},
        ]
    }


def test_parts_of_values_are_unknown() -> None:
    values = {
        "name": "g",
        "tags": {"a": "x"},
        "ingress": [{"cidr_blocks": ["10.0.0.0/8", None], "from_port": 1, "description": ""}],
    }
    unknown = {"tags": {"b": True}, "ingress": [{"cidr_blocks": [False, True], "security_groups": True}]}
    expressions = {"name": constant("g"), "tags": references("aws_vpc.v.id")}
    it = one("aws_security_group.g", values, unknown, expressions)
    assert comparable(it.attributes) == {
        "name": "g",
        "tags": {"a": "x", "b": UNKNOWN},
        "ingress": [{"cidr_blocks": ["10.0.0.0/8", UNKNOWN], "from_port": 1, "security_groups": UNKNOWN}],
    }
    assert it.attributes["tags"]["b"].origin == ("plan", "plan.json", "aws_security_group.g", ("tags", "b"))
    assert it.labels == it.attributes["tags"]


def test_unknown_parts_of_what_has_no_known_part() -> None:
    unknown = {"ingress": [{"cidr_blocks": [True], "description": False}], "tags": {"a": True}, "egress": [{}]}
    it = one("aws_security_group.g", {}, unknown)
    assert comparable(it.attributes) == {"ingress": [{"cidr_blocks": [UNKNOWN]}], "tags": {"a": UNKNOWN}}


def test_an_unknown_that_will_not_be_null() -> None:
    def plan(expression: dict[str, Any]) -> Unknown:
        address = "aws_ebs_volume.v"
        resources = [resource(address, {"availability_zone": "a"}), resource("aws_kms_key.k", {})]
        expressions = {"availability_zone": constant("a"), "kms_key_id": expression}
        graph = loaded(
            document(
                resources,
                [change(address, "create", unknown={"kms_key_id": True, "id": True})],
                [configured(address, expressions), configured("aws_kms_key.k", {})],
            )
        )
        value = by_address(graph)[address].attributes["kms_key_id"]
        assert isinstance(value, Unknown)
        return value

    assert plan(references("aws_kms_key.k.arn")).not_null
    assert plan(references("aws_kms_key.k.arn", "var.use_kms")).not_null
    # What the condition of a conditional may be made of
    assert not plan(references("aws_kms_key.k.arn", "local.use_kms")).not_null
    assert not plan(references("aws_kms_key.k.arn", "aws_kms_key.k.enabled")).not_null
    assert not plan(references("aws_kms_key.k")).not_null
    assert not plan(references("data.aws_kms_key.other.arn")).not_null
    assert not plan({}).not_null


def test_a_required_argument_will_not_be_null() -> None:
    it = one("aws_ebs_volume.v", {}, {"availability_zone": True}, {"availability_zone": references("local.x")})
    assert it.attributes["availability_zone"].not_null
    assert [each.name for each in it.attributes["availability_zone"].references] == [
        "aws_ebs_volume.v.availability_zone",
        "local.x",
    ]


def test_empty_values_stand_for_what_is_not_written() -> None:
    values = {"kms_key_id": "", "storage_encrypted": False, "enabled_cloudwatch_logs_exports": [], "identifier": ""}
    expressions = {"identifier": constant("")}
    assert one("aws_db_instance.d", values, {}, expressions).attributes == {
        "storage_encrypted": False,
        "identifier": "",
    }
    assert one("aws_db_instance.d", values).attributes == {"storage_encrypted": False}


def test_types_without_a_schema_keep_what_they_have() -> None:
    values = {"id": "7", "list": [], "text": "", "nothing": None, "block": [{"a": None, "b": 1}], "number": 1.5}
    assert one("acme_thing.t", values).attributes == {
        "id": "7",
        "list": [],
        "text": "",
        "block": [{"a": None, "b": 1}],
        "number": 1.5,
    }


def test_data_sources_are_there_whenever_they_are_read() -> None:
    known, later = "data.aws_iam_policy_document.known", "data.aws_iam_policy_document.later"
    statement = {"effect": "Allow", "actions": ["*"], "not_actions": [], "sid": "", "condition": []}
    plan = document(
        [resource(later, {"statement": [statement | {"resources": [None]}]})],
        [change(later, "read", unknown={"id": True, "json": True, "statement": [{"resources": [True]}]})],
        [
            configured(known, {"statement": [{"effect": constant("Allow")}]}),
            configured(later, {"statement": [{"resources": references("aws_s3_bucket.b.arn")}]}),
        ],
        prior_state={
            "format_version": "1.0",
            "values": {
                "root_module": {
                    "resources": [
                        resource(known, {"statement": [statement], "json": "{}", "id": "1"}),
                        resource("aws_s3_bucket.gone", {"bucket": "gone"}),
                    ]
                }
            },
        },
    )
    resources = by_address(loaded(plan))
    assert resources.keys() == {known, later}
    assert {(each.type, each.action, each.name) for each in resources.values()} == {
        ("data.aws_iam_policy_document", "read", "known"),
        ("data.aws_iam_policy_document", "read", "later"),
    }
    assert resources[known].attributes["json"] == "{}"
    value = resources[later].attributes["statement"][0]["resources"][0]
    assert isinstance(value, Unknown)
    assert "when Terraform reads it" in value.cause
    assert "json" not in resources[later].attributes


def test_what_is_secret_is_marked_at_the_nearest_key() -> None:
    values = {
        "password": "hunter2",
        "username": "u",
        "tags": {"a": "x", "b": "y"},
        "enabled_cloudwatch_logs_exports": ["a", "b"],
        "s3_import": [{"bucket_name": "n", "ingestion_role": "r", "list": [["in"]]}],
    }
    secret = {
        "password": True,
        "tags": {"b": True},
        "enabled_cloudwatch_logs_exports": [False, True],
        "s3_import": [{"ingestion_role": True, "list": [[True]]}],
        "missing": True,
    }
    attributes = one("aws_db_instance.d", values, sensitive=secret).attributes
    assert attributes.sensitive >= {"password", "enabled_cloudwatch_logs_exports"}
    assert attributes.sensitive.isdisjoint(("username", "tags", "s3_import", "missing"))
    assert attributes["tags"].sensitive == {"b"}
    assert attributes["s3_import"].sensitive >= {"ingestion_role", "list"}
    assert attributes["password"] == "hunter2"


@pytest.mark.parametrize("where", ["planned values", "change"])
def test_what_either_tree_says_is_secret_is(where: str) -> None:
    address, values, secret = "acme_thing.t", {"a": "1", "b": {"c": "2"}}, {"a": True, "b": {"c": True}}
    planned = where == "planned values"
    plan = document(
        [resource(address, values, secret if planned else {})],
        [change(address, "create", sensitive={"b": {}} if planned else secret)],
    )
    attributes = by_address(loaded(plan))[address].attributes
    assert attributes.sensitive == {"a"}
    assert attributes["b"].sensitive == {"c"}


def test_a_resource_that_is_secret_as_a_whole() -> None:
    attributes = one("acme_thing.t", {"a": "1", "b": [{"c": 2}]}, {"u": True}, sensitive=True).attributes
    assert attributes.sensitive == {"a", "b", "u"}


def test_numbers_and_texts_that_no_rule_could_work_with() -> None:
    text = '{"format_version":"1.2","planned_values":{"root_module":{"resources":[%s]}},"resource_changes":[]}'
    entry = (
        '{"address":"acme_thing.t","mode":"managed","type":"acme_thing","name":"t","values":'
        '{"big":1e999,"nan":NaN,"list":[1,-Infinity],"half":"\\ud800x","\\udc00":"\\ud83d\\ude00","deep":{"\\ud800":1}}}'
    )
    attributes = by_address(loaded(text % entry))["acme_thing.t"].attributes
    assert comparable(attributes) == {
        "big": UNKNOWN,
        "nan": UNKNOWN,
        "list": [1, UNKNOWN],
        "half": "\ufffdx",
        "\ufffd": "😀",
        "deep": {"\ufffd": 1},
    }
    assert isinstance(attributes, Object)


@pytest.mark.parametrize(
    ("expressions", "variables", "expected"),
    [
        ({"region": constant("eu-central-1")}, {}, "eu-central-1"),
        ({"region": references("var.region")}, {"region": {"value": "us-east-1"}}, "us-east-1"),
        ({"region": references("var.part")}, {"part": {"value": "east"}}, UNKNOWN),
        ({"region": references("var.a", "var.b")}, {"a": {"value": "us-east-1"}}, UNKNOWN),
        ({"region": references("local.region")}, {}, UNKNOWN),
        ({}, {}, None),
        ({"region": "broken"}, {}, None),
    ],
)
def test_the_region_is_the_providers(expressions: dict[str, Any], variables: dict[str, Any], expected: object) -> None:
    plan = document([resource("aws_vpc.v", {})], [], [configured("aws_vpc.v", {})], variables=variables)
    plan["configuration"]["provider_config"] = {"aws": {"name": "aws", "expressions": expressions}}
    assert comparable(by_address(loaded(plan))["aws_vpc.v"].region) == expected


def test_the_region_of_the_resource_comes_first() -> None:
    assert one("aws_vpc.v", {"region": "eu-west-1"}, {}, {}).region == "eu-west-1"
    assert one("azurerm_resource_group.g", {"location": "westeurope"}, {}, {}).region == "westeurope"
