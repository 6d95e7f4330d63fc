"""What the providers' documentation says of well-known resources."""

from __future__ import annotations

import pytest

from scanner.inputs.terraform.schemas import AttributeSchema, BlockSchema, schema_for

NESTINGS = """
aws_instance.root_block_device single
aws_instance.metadata_options single
aws_instance.ebs_block_device set
aws_instance.network_interface set
aws_launch_template.metadata_options single
aws_launch_template.block_device_mappings list
aws_launch_template.block_device_mappings.ebs single
aws_launch_template.network_interfaces list
aws_launch_configuration.root_block_device single
aws_s3_bucket_versioning.versioning_configuration single
aws_s3_bucket_server_side_encryption_configuration.rule set
aws_s3_bucket_server_side_encryption_configuration.rule.apply_server_side_encryption_by_default single
aws_s3_bucket_lifecycle_configuration.rule list
aws_s3_bucket_lifecycle_configuration.rule.expiration single
aws_s3_bucket_lifecycle_configuration.rule.filter single
aws_s3_bucket_lifecycle_configuration.rule.transition set
aws_s3_bucket.versioning single
aws_s3_bucket.logging single
aws_s3_bucket.grant set
aws_s3_bucket.server_side_encryption_configuration single
aws_s3_bucket.server_side_encryption_configuration.rule single
aws_lb.access_logs single
aws_lb_listener.default_action list
aws_lb_listener.default_action.redirect single
aws_eks_cluster.vpc_config single
aws_eks_cluster.encryption_config single
aws_eks_cluster.encryption_config.provider single
aws_ecr_repository.encryption_configuration list
aws_ecr_repository.image_scanning_configuration single
aws_dynamodb_table.server_side_encryption single
aws_dynamodb_table.point_in_time_recovery single
aws_dynamodb_table.attribute set
aws_opensearch_domain.encrypt_at_rest single
aws_opensearch_domain.node_to_node_encryption single
aws_opensearch_domain.log_publishing_options set
aws_cloudfront_distribution.origin set
aws_cloudfront_distribution.default_cache_behavior single
aws_cloudfront_distribution.ordered_cache_behavior list
aws_cloudfront_distribution.viewer_certificate single
aws_cloudfront_distribution.logging_config single
aws_lambda_function.vpc_config single
aws_lambda_function.tracing_config single
aws_lambda_function.environment single
aws_ecs_task_definition.volume set
aws_ecs_task_definition.volume.efs_volume_configuration single
aws_codebuild_project.artifacts single
aws_codebuild_project.environment single
aws_codebuild_project.environment.environment_variable list
aws_redshift_cluster.logging single
aws_cloudtrail.event_selector list
aws_wafv2_web_acl.rule set
aws_wafv2_web_acl.rule.statement single
aws_wafv2_web_acl.rule.statement.managed_rule_group_statement single
aws_wafv2_web_acl.rule.override_action single
aws_quicksight_dashboard.definition single
data.aws_iam_policy_document.statement list
data.aws_iam_policy_document.statement.principals set
data.aws_iam_policy_document.statement.condition set
aws_cognito_user_pool_client.token_validity_units single
aws_s3_directory_bucket.location single
aws_bedrock_guardrail.content_policy_config single
aws_bedrock_guardrail.content_policy_config.filters_config set
aws_osis_pipeline.encryption_at_rest_options single
azurerm_linux_web_app.site_config.ip_restriction list
azurerm_linux_web_app.site_config.ip_restriction.headers single
aws_security_group.ingress set
aws_security_group.egress set
aws_default_security_group.ingress set
aws_network_acl.ingress set
azurerm_storage_account.network_rules single
azurerm_storage_account.blob_properties single
azurerm_storage_account.blob_properties.delete_retention_policy single
azurerm_kubernetes_cluster.api_server_access_profile single
azurerm_kubernetes_cluster.default_node_pool single
azurerm_kubernetes_cluster.network_profile single
azurerm_kubernetes_cluster.oms_agent single
azurerm_key_vault.network_acls single
azurerm_key_vault.access_policy list
azurerm_network_security_group.security_rule set
azurerm_container_registry.network_rule_set single
azurerm_eventhub_namespace.network_rulesets single
azurerm_linux_web_app.site_config single
azurerm_linux_web_app.auth_settings_v2 single
azurerm_windows_web_app.site_config single
azurerm_linux_virtual_machine.os_disk single
azurerm_linux_virtual_machine.admin_ssh_key set
azurerm_cosmosdb_account.geo_location set
azurerm_cosmosdb_account.consistency_policy single
azurerm_app_service.site_config single
azurerm_app_service.auth_settings single
azurerm_application_gateway.ssl_policy single
azurerm_application_gateway.waf_configuration single
google_compute_firewall.allow set
google_compute_firewall.deny set
google_compute_firewall.log_config single
google_compute_instance.network_interface list
google_compute_instance.network_interface.access_config list
google_compute_instance.boot_disk single
google_compute_instance.shielded_instance_config single
google_compute_instance.service_account single
google_sql_database_instance.settings single
google_sql_database_instance.settings.ip_configuration single
google_sql_database_instance.settings.ip_configuration.authorized_networks set
google_sql_database_instance.settings.database_flags set
google_sql_database_instance.settings.backup_configuration single
google_container_cluster.private_cluster_config single
google_container_cluster.master_authorized_networks_config single
google_container_cluster.master_authorized_networks_config.cidr_blocks set
google_container_cluster.node_config single
google_container_cluster.network_policy single
google_container_cluster.pod_security_policy_config single
google_storage_bucket.versioning single
google_storage_bucket.lifecycle_rule list
google_storage_bucket.encryption single
google_bigquery_dataset.access set
google_dns_managed_zone.dnssec_config single
google_dns_managed_zone.dnssec_config.default_key_specs list
google_compute_subnetwork.log_config single
kubernetes_deployment_v1.spec single
kubernetes_deployment_v1.spec.template single
kubernetes_deployment_v1.spec.template.spec single
kubernetes_deployment_v1.spec.template.spec.container list
kubernetes_deployment_v1.spec.template.spec.container.security_context single
kubernetes_deployment_v1.spec.template.spec.container.security_context.capabilities single
kubernetes_deployment_v1.spec.template.spec.container.port list
kubernetes_deployment_v1.spec.template.spec.container.env list
kubernetes_deployment.spec.template.spec.init_container list
kubernetes_pod_v1.spec.volume list
kubernetes_pod_v1.spec.volume.host_path single
kubernetes_cron_job_v1.spec.job_template single
kubernetes_role_v1.rule list
kubernetes_network_policy_v1.spec.ingress list
kubernetes_network_policy_v1.spec.ingress.from list
"""

TYPES = [
    ("aws_s3_bucket.tags", ["map", "string"]),
    ("aws_s3_bucket.force_destroy", "bool"),
    ("aws_db_instance.allocated_storage", "number"),
    ("aws_db_instance.enabled_cloudwatch_logs_exports", ["set", "string"]),
    ("aws_instance.vpc_security_group_ids", ["set", "string"]),
    ("aws_vpc_security_group_ingress_rule.cidr_ipv4", "string"),
    ("aws_security_group_rule.cidr_blocks", ["list", "string"]),
    ("aws_cloudfront_distribution.viewer_certificate.minimum_protocol_version", "string"),
    ("aws_eks_cluster.vpc_config.public_access_cidrs", ["set", "string"]),
    ("aws_eks_cluster.enabled_cluster_log_types", ["set", "string"]),
    ("aws_iam_policy.policy", "string"),
    ("azurerm_storage_account.min_tls_version", "string"),
    ("azurerm_storage_account.enable_https_traffic_only", "bool"),
    ("azurerm_storage_account.https_traffic_only_enabled", "bool"),
    ("azurerm_network_security_rule.source_address_prefixes", ["set", "string"]),
    ("azurerm_kubernetes_cluster.api_server_access_profile.authorized_ip_ranges", ["set", "string"]),
    ("google_compute_firewall.source_ranges", ["set", "string"]),
    ("google_compute_firewall.allow.ports", ["list", "string"]),
    ("google_project_iam_binding.members", ["set", "string"]),
    ("google_storage_bucket.uniform_bucket_level_access", "bool"),
    ("google_compute_instance.metadata", ["map", "string"]),
    ("google_container_cluster.enable_legacy_abac", "bool"),
    ("kubernetes_manifest.manifest", "dynamic"),
    ("kubernetes_secret_v1.data", ["map", "string"]),
    ("kubernetes_pod_v1.spec.host_network", "bool"),
    ("kubernetes_pod_v1.spec.container.security_context.capabilities.drop", ["list", "string"]),
    ("kubernetes_pod_v1.spec.container.args", ["list", "string"]),
]

COMPUTED_ONLY = """
aws_s3_bucket.arn aws_kms_key.key_id aws_instance.public_ip aws_iam_role.unique_id
data.aws_iam_policy_document.json data.aws_caller_identity.account_id azurerm_storage_account.primary_access_key
data.azurerm_client_config.tenant_id google_storage_bucket.self_link kubernetes_pod_v1.metadata.uid
"""

REQUIRED = """
aws_s3_bucket_versioning.bucket aws_iam_policy.policy aws_db_instance.instance_class
azurerm_storage_account.account_tier google_storage_bucket.location
"""


def body_and_name(path: str) -> tuple[BlockSchema, str]:
    """The block that `path` leads to, and the last name of it."""
    data, rest = ("data.", path.removeprefix("data.")) if path.startswith("data.") else ("", path)
    type_, *names = rest.split(".")
    block = schema_for(data + type_)
    assert block is not None, f"{type_} is not known"
    for name in names[:-1]:
        block = block.blocks[name].block
    return block, names[-1]


def attribute(path: str) -> AttributeSchema:
    """The attribute at `path`."""
    block, name = body_and_name(path)
    return block.attributes[name]


@pytest.mark.parametrize("line", NESTINGS.strip().splitlines())
def test_a_block_that_can_occur_once_is_single(line: str) -> None:
    path, nesting = line.split()
    block, name = body_and_name(path)
    assert block.blocks[name].nesting == nesting


@pytest.mark.parametrize(("path", "expected"), TYPES)
def test_types_are_those_of_the_documentation(path: str, expected: object) -> None:
    found = attribute(path)
    assert found.type == expected
    assert not found.computed_only


@pytest.mark.parametrize("path", COMPUTED_ONLY.split())
def test_exported_attributes_are_known_and_are_no_arguments(path: str) -> None:
    found = attribute(path)
    assert found.computed_only
    assert found.computed
    assert not found.required


@pytest.mark.parametrize("path", REQUIRED.split())
def test_required_arguments(path: str) -> None:
    assert attribute(path).required


def test_optional_and_computed_is_an_argument() -> None:
    found = attribute("aws_db_instance.backup_retention_period")
    assert (found.required, found.computed_only, found.computed) == (False, False, True)


@pytest.mark.parametrize("path", ["aws_security_group.ingress", "azurerm_network_security_group.security_rule"])
def test_attributes_as_blocks_can_be_written_either_way(path: str) -> None:
    block, name = body_and_name(path)
    kind, element = block.attributes[name].type
    assert kind == block.blocks[name].nesting == "set"
    assert element[0] == "object"
    assert set(block.blocks[name].block.attributes) == set(element[1])


def test_an_ordinary_block_is_no_attribute() -> None:
    block, name = body_and_name("aws_instance.root_block_device")
    assert name not in block.attributes


def test_what_the_source_leaves_out_is_open() -> None:
    block, name = body_and_name("aws_quicksight_dashboard.definition")
    assert block.blocks[name].block.open
    assert not block.open


@pytest.mark.parametrize(
    "type_", ["azurerm_app_service", "azurerm_sql_server", "aws_db_security_group", "data.aws_subnet_ids"]
)
def test_resources_that_newer_versions_dropped_are_known(type_: str) -> None:
    assert schema_for(type_) is not None
