"""Which resource of a Terraform provider a managed resource of Crossplane makes.

The providers for AWS, Azure and Google are generated from the Terraform providers: group and kind follow from the type,
fields are its arguments in other letters. Only types that rules are about are here.

Source: https://github.com/crossplane-contrib/provider-upjet-aws/blob/main/config/cluster/groups.go, and overrides.go in
provider-upjet-azure and provider-upjet-gcp; kinds as listed on https://marketplace.upbound.io.
"""

from __future__ import annotations

_DOMAINS = {
    "aws.upbound.io": "aws",
    "aws.m.upbound.io": "aws",
    "azure.upbound.io": "azurerm",
    "azure.m.upbound.io": "azurerm",
    "gcp.upbound.io": "google",
    "gcp.m.upbound.io": "google",
}
"""Prefix of the Terraform types by the domain of the group. The second of each is that of namespaced kinds."""

_AWS = {
    "autoscaling/LaunchConfiguration": "launch_configuration",
    "cloudtrail/Trail": "cloudtrail",
    "cloudwatchlogs/Group": "cloudwatch_log_group",
    "dynamodb/Table": "dynamodb_table",
    "ec2/DefaultSecurityGroup": "default_security_group",
    "ec2/EBSVolume": "ebs_volume",
    "ec2/FlowLog": "flow_log",
    "ec2/Instance": "instance",
    "ec2/LaunchTemplate": "launch_template",
    "ec2/SecurityGroup": "security_group",
    "ec2/SecurityGroupIngressRule": "vpc_security_group_ingress_rule",
    "ec2/SecurityGroupRule": "security_group_rule",
    "ec2/VPC": "vpc",
    "ecr/Repository": "ecr_repository",
    "efs/FileSystem": "efs_file_system",
    "eks/Cluster": "eks_cluster",
    "elasticache/ReplicationGroup": "elasticache_replication_group",
    "elasticsearch/Domain": "elasticsearch_domain",
    "elbv2/LBListener": "lb_listener",
    "guardduty/Detector": "guardduty_detector",
    "iam/AccountPasswordPolicy": "iam_account_password_policy",
    "iam/GroupPolicyAttachment": "iam_group_policy_attachment",
    "iam/Policy": "iam_policy",
    "iam/Role": "iam_role",
    "iam/RolePolicy": "iam_role_policy",
    "iam/RolePolicyAttachment": "iam_role_policy_attachment",
    "iam/UserPolicyAttachment": "iam_user_policy_attachment",
    "kms/Key": "kms_key",
    "lambda/Function": "lambda_function",
    "opensearch/Domain": "opensearch_domain",
    "rds/Cluster": "rds_cluster",
    "rds/ClusterInstance": "rds_cluster_instance",
    "rds/Instance": "db_instance",
    "s3/Bucket": "s3_bucket",
    "s3/BucketACL": "s3_bucket_acl",
    "s3/BucketPolicy": "s3_bucket_policy",
    "s3/BucketPublicAccessBlock": "s3_bucket_public_access_block",
    "s3/BucketVersioning": "s3_bucket_versioning",
    "s3control/AccountPublicAccessBlock": "s3_account_public_access_block",
    "ssoadmin/ManagedPolicyAttachment": "ssoadmin_managed_policy_attachment",
    "ssoadmin/PermissionSetInlinePolicy": "ssoadmin_permission_set_inline_policy",
}

_AZURE = {
    "cache/ManagedRedis": "managed_redis",
    "cache/RedisCache": "redis_cache",
    "cache/RedisEnterpriseDatabase": "redis_enterprise_database",
    "compute/LinuxVirtualMachine": "linux_virtual_machine",
    "compute/LinuxVirtualMachineScaleSet": "linux_virtual_machine_scale_set",
    "compute/OrchestratedVirtualMachineScaleSet": "orchestrated_virtual_machine_scale_set",
    "containerservice/KubernetesCluster": "kubernetes_cluster",
    "dbformariadb/FirewallRule": "mariadb_firewall_rule",
    "dbformariadb/Server": "mariadb_server",
    "dbformysql/FirewallRule": "mysql_firewall_rule",
    "dbformysql/FlexibleServer": "mysql_flexible_server",
    "dbformysql/FlexibleServerFirewallRule": "mysql_flexible_server_firewall_rule",
    "dbformysql/Server": "mysql_server",
    "dbforpostgresql/FirewallRule": "postgresql_firewall_rule",
    "dbforpostgresql/FlexibleServer": "postgresql_flexible_server",
    "dbforpostgresql/FlexibleServerFirewallRule": "postgresql_flexible_server_firewall_rule",
    "dbforpostgresql/Server": "postgresql_server",
    "keyvault/Vault": "key_vault",
    "network/SecurityGroup": "network_security_group",
    "network/SecurityRule": "network_security_rule",
    "network/WatcherFlowLog": "network_watcher_flow_log",
    "operationalinsights/Workspace": "log_analytics_workspace",
    "sql/FirewallRule": "sql_firewall_rule",
    "sql/MSSQLDatabaseExtendedAuditingPolicy": "mssql_database_extended_auditing_policy",
    "sql/MSSQLFirewallRule": "mssql_firewall_rule",
    "sql/MSSQLServer": "mssql_server",
    "sql/MSSQLServerExtendedAuditingPolicy": "mssql_server_extended_auditing_policy",
    "storage/Account": "storage_account",
    "storage/Container": "storage_container",
    "synapse/FirewallRule": "synapse_firewall_rule",
    "web/AppService": "app_service",
    "web/FunctionApp": "function_app",
    "web/FunctionAppFlexConsumption": "function_app_flex_consumption",
    "web/FunctionAppSlot": "function_app_slot",
    "web/LinuxFunctionApp": "linux_function_app",
    "web/LinuxFunctionAppSlot": "linux_function_app_slot",
    "web/LinuxWebApp": "linux_web_app",
    "web/LinuxWebAppSlot": "linux_web_app_slot",
    "web/WindowsFunctionApp": "windows_function_app",
    "web/WindowsFunctionAppSlot": "windows_function_app_slot",
    "web/WindowsWebApp": "windows_web_app",
    "web/WindowsWebAppSlot": "windows_web_app_slot",
}

_GOOGLE = {
    "bigquery/Dataset": "bigquery_dataset",
    "bigquery/DatasetAccess": "bigquery_dataset_access",
    "bigquery/DatasetIAMBinding": "bigquery_dataset_iam_binding",
    "bigquery/DatasetIAMMember": "bigquery_dataset_iam_member",
    "bigquery/TableIAMBinding": "bigquery_table_iam_binding",
    "bigquery/TableIAMMember": "bigquery_table_iam_member",
    "cloudplatform/FolderIAMBinding": "folder_iam_binding",
    "cloudplatform/FolderIAMMember": "folder_iam_member",
    "cloudplatform/OrganizationIAMMember": "organization_iam_member",
    "cloudplatform/ProjectIAMBinding": "project_iam_binding",
    "cloudplatform/ProjectIAMMember": "project_iam_member",
    "compute/Firewall": "compute_firewall",
    "compute/Instance": "compute_instance",
    "compute/InstanceFromTemplate": "compute_instance_from_template",
    "compute/InstanceTemplate": "compute_instance_template",
    "compute/ProjectMetadata": "compute_project_metadata",
    "compute/ProjectMetadataItem": "compute_project_metadata_item",
    "compute/Subnetwork": "compute_subnetwork",
    "container/Cluster": "container_cluster",
    "dns/ManagedZone": "dns_managed_zone",
    "kms/CryptoKey": "kms_crypto_key",
    "sql/DatabaseInstance": "sql_database_instance",
    "storage/Bucket": "storage_bucket",
    "storage/BucketACL": "storage_bucket_acl",
    "storage/BucketAccessControl": "storage_bucket_access_control",
    "storage/BucketIAMBinding": "storage_bucket_iam_binding",
    "storage/BucketIAMMember": "storage_bucket_iam_member",
    "storage/BucketIAMPolicy": "storage_bucket_iam_policy",
    "storage/DefaultObjectACL": "storage_default_object_acl",
    "storage/DefaultObjectAccessControl": "storage_default_object_access_control",
    "storage/ManagedFolderIAMBinding": "storage_managed_folder_iam_binding",
    "storage/ManagedFolderIAMMember": "storage_managed_folder_iam_member",
    "storage/ObjectACL": "storage_object_acl",
    "storage/ObjectAccessControl": "storage_object_access_control",
}

KINDS = {"aws": _AWS, "azurerm": _AZURE, "google": _GOOGLE}
"""Terraform types without their prefix, by prefix and then by the first part of the group and the kind."""


def cloud_type(type: str) -> str | None:
    """The Terraform type of what a managed resource makes: of `s3.aws.upbound.io/v1beta1/Bucket` aws_s3_bucket."""
    group, _, kind = type.partition("/")
    short, _, domain = group.partition(".")
    provider = _DOMAINS.get(domain)
    if provider is None:
        return None
    found = KINDS[provider].get(f"{short}/{kind.rpartition('/')[2]}")
    return None if found is None else f"{provider}_{found}"
