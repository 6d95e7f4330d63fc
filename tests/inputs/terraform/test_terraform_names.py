"""The table of what names what: against the provider schemas, form by form, and one case of each sort."""

from __future__ import annotations

import pytest

from scanner.inputs.terraform import load_text
from scanner.inputs.terraform.names.facts import PROVIDERS, Naming, namings
from scanner.inputs.terraform.names.forms import FORMS
from scanner.inputs.terraform.schemas import BlockSchema, schema_for, types_of

EVERY = [naming for provider in PROVIDERS for naming in namings(provider)]


def has(type: str, argument: str) -> bool:
    """Whether the schema of a type has an argument, which the provider does not only report."""
    schema = schema_for(type)
    for step in argument.split("."):
        if schema is None:
            return False
        known = schema.attributes.get(step)
        if known is not None:
            return not known.computed_only  # what lies in a map is not in a schema
        schema = _inside(schema, step)
    return False


def _inside(schema: BlockSchema, name: str) -> BlockSchema | None:
    block = schema.blocks.get(name)
    return None if block is None else block.block


@pytest.mark.parametrize("naming", EVERY, ids=lambda each: f"{each.target}.{each.by}")
def test_the_table_names_what_the_schemas_have(naming: Naming) -> None:
    provider = naming.target.partition("_")[0]
    assert has(naming.target, naming.by)
    for type, argument in naming.arguments:
        start, star, end = type.partition("*")
        types = (
            [type] if not star else [one for one in types_of(provider) if one.startswith(start) and one.endswith(end)]
        )
        assert argument == "*" or any(has(one, argument) for one in types), (type, argument)
        assert type.partition("_")[0] == provider
        for within in naming.within:
            own, _, other = within.partition("=")
            if own != "region" and not star:
                # Parts of a path need not be arguments of what names by it.
                assert has(naming.target, other or own), (naming.target, within)


def test_no_argument_is_there_twice_in_one_form() -> None:
    seen = [(naming.target, naming.form, each) for naming in EVERY for each in naming.arguments]
    assert len(seen) == len(set(seen))


def test_every_form_is_used() -> None:
    assert {naming.form for naming in EVERY} >= set(FORMS.values())


@pytest.mark.parametrize(
    ("form", "text", "name", "scope"),
    [
        ("bucket-arn", "arn:aws:s3:::logs", "logs", {}),
        ("bucket-arn", "arn:aws-cn:s3:::logs/prefix/", "logs", {}),
        ("bucket-arn", "logs", None, {}),
        ("bucket-arn", "arn:aws:s3", None, {}),
        ("bucket-arn", "arn:aws:sns:::logs", None, {}),
        ("bucket-host", "logs.s3.amazonaws.com", "logs", {}),
        ("bucket-host", "my.logs.s3.eu-west-1.amazonaws.com", "my.logs", {}),
        ("bucket-host", "logs.s3-website-us-east-1.amazonaws.com", "logs", {}),
        ("bucket-host", "logs.s3.example.com", None, {}),
        ("bucket-host", "example.amazonaws.com", None, {}),
        ("log-group", "/vpc/flow", "/vpc/flow", {}),
        ("log-group", "arn:aws:logs:eu-west-1:1:log-group:/vpc/flow:*", "/vpc/flow", {"region": "eu-west-1"}),
        ("role-arn", "arn:aws:iam::123456789012:role/service-role/app", "app", {}),
        ("role-arn", "app", None, {}),
        ("policy-arn", "arn:aws:iam::123456789012:policy/ReadOnlyAccess", "ReadOnlyAccess", {}),
        ("policy-arn", "arn:aws:iam::aws:policy/ReadOnlyAccess", None, {}),
        ("policy-arn", "arn:aws:iam::123456789012:role/app", None, {}),
        ("key-alias", "alias/app", "alias/app", {}),
        ("key-alias", "arn:aws:kms:eu-west-1:1:alias/a/b", "alias/a/b", {"region": "eu-west-1"}),
        ("key-alias", "arn:aws:kms:eu-west-1:1:key/0", None, {}),
        ("key-alias", "app", None, {}),
        ("topic", "arn:aws:sns:eu-west-1:1:alerts", "alerts", {"region": "eu-west-1"}),
        ("queue", "https://sqs.eu-west-1.amazonaws.com/1/jobs", "jobs", {"region": "eu-west-1"}),
        ("queue", "https://queue.amazonaws.com/1/jobs", "jobs", {}),
        ("queue", "arn:aws:sqs:eu-west-1:1:jobs", "jobs", {"region": "eu-west-1"}),
        ("queue", "https://example.com/jobs", None, {}),
        ("queue", "jobs", None, {}),
        ("stream-arn", "arn:aws:kinesis:eu-west-1:1:stream/s", "s", {"region": "eu-west-1"}),
        ("delivery-stream-arn", "arn:aws:firehose:eu-west-1:1:deliverystream/d", "d", {"region": "eu-west-1"}),
        ("table", "arn:aws:dynamodb:eu-west-1:1:table/t/index/i", "t", {"region": "eu-west-1"}),
        ("table", "t", "t", {}),
        ("function", "f", "f", {}),
        ("function", "f:live", "f", {}),
        ("function", "123456789012:function:f", "f", {}),
        ("function", "arn:aws:lambda:eu-west-1:1:function:f:7", "f", {"region": "eu-west-1"}),
        ("function", "arn:aws:lambda:eu-west-1:1:layer:f:7", None, {}),
        ("function", "function", None, {}),
        ("ecs-cluster", "arn:aws:ecs:eu-west-1:1:cluster/c", "c", {"region": "eu-west-1"}),
        ("task-definition", "app:3", "app", {}),
        ("task-definition", "arn:aws:ecs:eu-west-1:1:task-definition/app:3", "app", {"region": "eu-west-1"}),
        ("task-definition", "arn:aws:ecs:eu-west-1:1:cluster/app", None, {}),
        ("network", "main", "main", {}),
        ("network", "projects/p/global/networks/main", "main", {"project": "p"}),
        ("network", "https://www.googleapis.com/compute/v1/projects/p/global/networks/main", "main", {"project": "p"}),
        ("network", "projects/123/global/networks/main", "main", {}),
        ("network", "projects/p/regions/r/subnetworks/main", None, {}),
        ("subnetwork", "projects/p/regions/r/subnetworks/main", "main", {"project": "p", "region": "r"}),
        ("secret", "projects/-/secrets/s", "s", {}),
        ("key-ring", "projects/p/locations/l/keyRings/r", "r", {"project": "p", "location": "l"}),
        ("key-ring", "p/l/r", "r", {"project": "p", "location": "l"}),
        ("key-ring", "l/r", "r", {"location": "l"}),
        ("key-ring", "r", None, {}),
        ("key-ring", "projects/p/locations/l/rings/r", None, {}),
        (
            "crypto-key",
            "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            "k",
            {"key_ring": "projects/p/locations/l/keyRings/r"},
        ),
        ("crypto-key", "p/l/r/k", "k", {"key_ring": "projects/p/locations/l/keyRings/r"}),
        ("crypto-key", "l/r/k", "k", {}),
        ("crypto-key", "k", None, {}),
        ("service-account", "app@p.iam.gserviceaccount.com", "app", {"project": "p"}),
        ("service-account", "serviceAccount:app@p.iam.gserviceaccount.com", "app", {"project": "p"}),
        ("service-account", "projects/-/serviceAccounts/app@p.iam.gserviceaccount.com", "app", {"project": "p"}),
        ("service-account", "app@example.com", None, {}),
        ("service-account", "user:app", None, {}),
    ],
)
def test_forms(form: str, text: str, name: str | None, scope: dict[str, str]) -> None:
    named = FORMS[form](text)
    assert (None if named is None else named.name) == name
    assert named is None or dict(named.scope) == scope


def written(type: str, arguments: str, name: str = "x") -> str:
    """A block of a resource."""
    return f'resource "{type}" "{name}" {{\n  {arguments}\n}}\n'


CASES = [
    ("aws_iam_role", 'name = "app"', "aws_iam_role_policy", 'role = "app"'),
    ("aws_iam_role", 'name = "app"', "aws_iam_role_policy_attachment", 'role = "app"'),
    ("aws_iam_role", 'name = "app"', "aws_lambda_function", 'role = "arn:aws:iam::1:role/app"'),
    ("aws_iam_policy", 'name = "p"', "aws_iam_role_policy_attachment", 'policy_arn = "arn:aws:iam::1:policy/p"'),
    ("aws_iam_user", 'name = "u"', "aws_iam_group_membership", 'users = ["v", "u"]'),
    ("aws_cloudwatch_log_group", 'name = "g"', "aws_flow_log", 'log_destination = "arn:aws:logs:r:1:log-group:g"'),
    ("aws_cloudwatch_log_group", 'name = "g"', "aws_cloudwatch_log_metric_filter", 'log_group_name = "g"'),
    ("aws_s3_bucket", 'bucket = "b"', "aws_flow_log", 'log_destination = "arn:aws:s3:::b/logs"'),
    ("aws_s3_bucket", 'bucket = "b"', "aws_cloudtrail", 's3_bucket_name = "b"'),
    ("aws_s3_bucket", 'bucket = "b"', "aws_lb", 'access_logs {\n bucket = "b"\n}'),
    ("aws_lambda_function", 'function_name = "f"', "aws_lambda_permission", 'function_name = "f"'),
    ("aws_sqs_queue", 'name = "q"', "aws_sqs_queue_policy", 'queue_url = "https://sqs.r.amazonaws.com/1/q"'),
    ("aws_sns_topic", 'name = "t"', "aws_sns_topic_policy", 'arn = "arn:aws:sns:r:1:t"'),
    ("aws_db_parameter_group", 'name = "g"', "aws_db_instance", 'parameter_group_name = "g"'),
    ("aws_rds_cluster", 'cluster_identifier = "c"', "aws_rds_cluster_instance", 'cluster_identifier = "c"'),
    ("aws_ecr_repository", 'name = "r"', "aws_ecr_lifecycle_policy", 'repository = "r"'),
    ("aws_eks_cluster", 'name = "c"', "aws_eks_node_group", 'cluster_name = "c"'),
    ("aws_security_group", 'name = "s"', "aws_instance", 'security_groups = ["s"]'),
    (
        "aws_cloudwatch_log_metric_filter",
        'metric_transformation {\n name = "m"\n namespace = "n"\n}',
        "aws_cloudwatch_metric_alarm",
        'metric_name = "m"\n namespace = "n"',
    ),
    ("azurerm_storage_account", 'name = "s"', "azurerm_storage_container", 'storage_account_name = "s"'),
    (
        "azurerm_network_security_group",
        'name = "n"\n resource_group_name = "g"',
        "azurerm_network_security_rule",
        'network_security_group_name = "n"\n resource_group_name = "g"',
    ),
    ("azurerm_postgresql_server", 'name = "s"', "azurerm_postgresql_configuration", 'server_name = "s"'),
    ("google_storage_bucket", 'name = "b"', "google_storage_bucket_iam_member", 'bucket = "b"'),
    ("google_storage_bucket", 'name = "b"', "google_storage_bucket_acl", 'bucket = "b"'),
    ("google_compute_network", 'name = "n"', "google_compute_firewall", 'network = "n"'),
    (
        "google_compute_subnetwork",
        'name = "s"',
        "google_network_management_vpc_flow_logs_config",
        'subnet = "projects/p/regions/r/subnetworks/s"',
    ),
    ("google_sql_database_instance", 'name = "i"', "google_sql_user", 'instance = "i"'),
    ("google_kms_key_ring", 'name = "r"', "google_kms_crypto_key", 'key_ring = "projects/p/locations/l/keyRings/r"'),
    (
        "google_service_account",
        'account_id = "app"',
        "google_project_iam_member",
        'member = "serviceAccount:app@p.iam.gserviceaccount.com"',
    ),
]


@pytest.mark.parametrize(("target", "named", "source", "naming"), CASES)
def test_one_of_each_sort(target: str, named: str, source: str, naming: str) -> None:
    graph = load_text(written(target, named) + written(source, naming))
    assert [(link.source.type, link.target.type) for link in graph.links] == [(source, target)]
    other = named.replace('"', '"other-', 1)
    assert load_text(written(target, other) + written(source, naming)).links == []


@pytest.mark.parametrize(
    ("target", "source", "same"),
    [
        # In another resource group, project, namespace or region it is another of the same name.
        (
            ("azurerm_network_security_group", 'name = "n"\n resource_group_name = "g"'),
            ("azurerm_network_security_rule", 'network_security_group_name = "n"\n resource_group_name = "h"'),
            False,
        ),
        (
            ("azurerm_network_security_group", 'name = "n"\n resource_group_name = var.x'),
            ("azurerm_network_security_rule", 'network_security_group_name = "n"\n resource_group_name = "h"'),
            True,
        ),
        (
            ("google_compute_network", 'name = "n"\n project = "p"'),
            ("google_compute_firewall", 'network = "projects/q/global/networks/n"'),
            False,
        ),
        (
            ("google_compute_network", 'name = "n"\n project = "p"'),
            ("google_compute_firewall", 'network = "projects/p/global/networks/n"\n project = "q"'),
            True,
        ),
        (
            ("google_service_account", 'account_id = "app"\n project = "p"'),
            ("google_project_iam_member", 'project = "q"\n member = "serviceAccount:app@p.iam.gserviceaccount.com"'),
            True,
        ),
        (
            ("google_service_account", 'account_id = "app"\n project = "p"'),
            ("google_project_iam_member", 'project = "p"\n member = "serviceAccount:app@q.iam.gserviceaccount.com"'),
            False,
        ),
        (
            ("aws_cloudwatch_log_metric_filter", 'metric_transformation {\n name = "Errors"\n namespace = "app"\n}'),
            ("aws_cloudwatch_metric_alarm", 'metric_name = "Errors"\n namespace = "AWS/Lambda"'),
            False,
        ),
        (
            ("aws_sns_topic", 'name = "t"\n region = "eu-west-1"'),
            ("aws_sns_topic_policy", 'arn = "arn:aws:sns:us-east-1:1:t"'),
            False,
        ),
        (
            ("aws_sns_topic", 'name = "t"\n provider = aws.east'),
            ("aws_sns_topic_policy", 'arn = "arn:aws:sns:us-east-1:1:t"'),
            True,
        ),
        (
            ("aws_cloudwatch_log_group", 'name = "g"'),
            ("aws_flow_log", 'log_group_name = "g"\n provider = aws.east'),
            False,
        ),
        (("aws_iam_role", 'name = "r"'), ("aws_iam_role_policy", 'role = "r"\n provider = aws.east'), True),
    ],
)
def test_a_name_is_unique_only_within_something(target: tuple[str, str], source: tuple[str, str], same: bool) -> None:
    providers = (
        'provider "aws" {\n region = "eu-west-1"\n}\nprovider "aws" {\n alias = "east"\n region = "us-east-1"\n}\n'
    )
    graph = load_text(providers + 'variable "x" {}\n' + written(*target) + written(*source))
    assert bool(graph.links) is same


def test_an_alias_stands_for_its_key() -> None:
    text = (
        written("aws_kms_key", "")
        + written("aws_kms_alias", 'name = "alias/app"\n target_key_id = aws_kms_key.x.key_id')
        + written("aws_kms_alias", 'name = "alias/app"\n target_key_id = aws_kms_key.x.key_id', "same")
        + written("aws_kms_alias", 'name = "alias/other"', "other")
        + written("aws_sns_topic", 'kms_master_key_id = "alias/app"\n tags = { key = "alias/other" }')
        + written("aws_sqs_queue", "kms_master_key_id = aws_kms_alias.same.name")
        + written("aws_s3_bucket", 'bucket = "alias"')
    )
    found = sorted((link.source.address, link.target.address) for link in load_text(text).links)
    assert found == [
        ("aws_kms_alias.same", "aws_kms_key.x"),
        ("aws_kms_alias.x", "aws_kms_key.x"),
        ("aws_sns_topic.x", "aws_kms_alias.same"),
        ("aws_sns_topic.x", "aws_kms_alias.x"),
        ("aws_sns_topic.x", "aws_kms_key.x"),
        ("aws_sqs_queue.x", "aws_kms_alias.same"),
        ("aws_sqs_queue.x", "aws_kms_key.x"),
    ]
