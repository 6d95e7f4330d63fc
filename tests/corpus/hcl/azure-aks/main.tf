resource "azurerm_kubernetes_cluster" "this" {
  name                              = var.name
  location                          = var.location
  resource_group_name               = var.resource_group_name
  dns_prefix                        = var.name
  kubernetes_version                = var.kubernetes_version
  private_cluster_enabled           = true
  local_account_disabled            = true
  azure_policy_enabled              = true
  role_based_access_control_enabled = true
  sku_tier                          = var.production ? "Standard" : "Free"
  automatic_channel_upgrade         = "patch"
  disk_encryption_set_id            = var.disk_encryption_set_id

  default_node_pool {
    name                         = "system"
    vm_size                      = "Standard_D4s_v5"
    vnet_subnet_id               = var.subnet_id
    only_critical_addons_enabled = true
    enable_auto_scaling          = true
    min_count                    = 2
    max_count                    = 5
    zones                        = ["1", "2", "3"]

    upgrade_settings { max_surge = "33%" }
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.this.id]
  }

  azure_active_directory_role_based_access_control {
    managed                = true
    azure_rbac_enabled     = true
    admin_group_object_ids = var.admin_groups
  }

  network_profile {
    network_plugin      = "azure"
    network_policy      = "calico"
    network_plugin_mode = "overlay"
    load_balancer_sku   = "standard"
    outbound_type       = "userDefinedRouting"
    service_cidr        = "172.16.0.0/16"
    dns_service_ip      = cidrhost("172.16.0.0/16", 10)
  }

  oms_agent {
    log_analytics_workspace_id      = var.workspace_id
    msi_auth_for_monitoring_enabled = true
  }

  key_vault_secrets_provider {
    secret_rotation_enabled  = true
    secret_rotation_interval = "2m"
  }

  maintenance_window {
    dynamic "allowed" {
      for_each = var.maintenance
      content {
        day   = allowed.key
        hours = range(allowed.value.from, allowed.value.to)
      }
    }
  }

  lifecycle {
    ignore_changes = [
      kubernetes_version,
      default_node_pool[0].node_count,
      default_node_pool.0.orchestrator_version,
    ]
  }
}

resource "azurerm_kubernetes_cluster_node_pool" "this" {
  for_each = var.pools

  name                  = each.key
  kubernetes_cluster_id = azurerm_kubernetes_cluster.this.id
  vm_size               = each.value.size
  os_sku                = each.value.windows ? "Windows2022" : "AzureLinux"
  priority              = each.value.spot ? "Spot" : "Regular"
  eviction_policy       = each.value.spot ? "Delete" : null
  spot_max_price        = each.value.spot ? -1 : null
  node_labels           = each.value.labels
  node_taints           = [for taint in each.value.taints : format("%s=%s:%s", taint...)]
}

resource "azurerm_user_assigned_identity" "this" {
  name                = "id-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
}

resource "azurerm_role_assignment" "network" {
  scope                = var.subnet_id
  role_definition_name = "Network Contributor"
  principal_id         = azurerm_user_assigned_identity.this.principal_id
}
