resource "azurerm_storage_account" "this" {
  for_each = { for account in var.accounts : account.name => account }

  name                            = each.key
  resource_group_name             = var.resource_group_name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = each.value.replication
  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  allow_nested_items_to_be_public = false
  shared_access_key_enabled       = false
  public_network_access_enabled   = length(each.value.allowed_ips) != 0

  blob_properties {
    versioning_enabled = true

    delete_retention_policy { days = 30 }
    container_delete_retention_policy { days = 30 }
  }

  network_rules {
    default_action = "Deny"
    bypass         = ["AzureServices", "Logging"]
    ip_rules       = [for ip in each.value.allowed_ips : trimsuffix(ip, "/32")]
  }

  identity { type = "SystemAssigned" }
}

resource "azurerm_storage_container" "this" {
  for_each = merge([
    for account in var.accounts : {
      for container in account.containers :
      "${account.name}/${container}" => { account = account.name, name = container }
    }
  ]...)

  name                  = each.value.name
  storage_account_name  = azurerm_storage_account.this[each.value.account].name
  container_access_type = "private"
}

resource "azurerm_storage_management_policy" "this" {
  for_each           = azurerm_storage_account.this
  storage_account_id = each.value.id

  rule {
    name    = "tier"
    enabled = true
    filters {
      prefix_match = ["logs/", "backup/"]
      blob_types   = ["blockBlob"]
    }
    actions {
      base_blob {
        tier_to_cool_after_days_since_modification_greater_than    = 30
        tier_to_archive_after_days_since_modification_greater_than = 90
        delete_after_days_since_modification_greater_than          = 2555
      }
      snapshot { delete_after_days_since_creation_greater_than = 30 }
    }
  }
}

variable "accounts" {
  type = list(object({
    name        = string
    replication = optional(string, "GRS")
    allowed_ips = optional(list(string), [])
    containers  = optional(set(string), [])
  }))
}
variable "resource_group_name" { type = string }
variable "location" { type = string }
