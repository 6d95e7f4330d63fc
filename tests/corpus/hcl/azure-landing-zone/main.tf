resource "azurerm_resource_group" "this" {
  name     = "rg-${var.workload}-${var.environment}"
  location = var.location
  tags     = local.tags
}

resource "azurerm_virtual_network" "this" {
  name                = "vnet-${var.workload}"
  resource_group_name = azurerm_resource_group.this.name
  location            = azurerm_resource_group.this.location
  address_space       = [var.address_space]
  dns_servers         = var.dns_servers
}

resource "azurerm_subnet" "this" {
  for_each = var.subnets

  name                              = each.key
  resource_group_name               = azurerm_resource_group.this.name
  virtual_network_name              = azurerm_virtual_network.this.name
  address_prefixes                  = [cidrsubnet(var.address_space, each.value.bits, each.value.number)]
  service_endpoints                 = each.value.endpoints
  private_endpoint_network_policies = "Enabled"

  dynamic "delegation" {
    for_each = each.value.delegation[*]

    content {
      name = "delegation"

      service_delegation {
        name    = delegation.value
        actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
      }
    }
  }
}

resource "azurerm_network_security_group" "this" {
  for_each = { for name, subnet in var.subnets : name => subnet if name != "GatewaySubnet" }

  name                = "nsg-${each.key}"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location

  dynamic "security_rule" {
    for_each = { for index, rule in each.value.rules : index => rule }

    content {
      name                       = security_rule.value.name
      priority                   = 100 + security_rule.key * 10
      direction                  = lookup(security_rule.value, "direction", "Inbound")
      access                     = "Allow"
      protocol                   = "Tcp"
      source_port_range          = "*"
      destination_port_range     = security_rule.value.port
      source_address_prefix      = security_rule.value.source
      destination_address_prefix = "VirtualNetwork"
    }
  }

  security_rule {
    name                       = "DenyAll"
    priority                   = 4096
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    destination_port_range     = "*"
    source_address_prefix      = "*"
    destination_address_prefix = "*"
  }
}

resource "azurerm_subnet_network_security_group_association" "this" {
  for_each = azurerm_network_security_group.this

  subnet_id                 = azurerm_subnet.this[each.key].id
  network_security_group_id = each.value.id
}

resource "azurerm_log_analytics_workspace" "this" {
  name                = "log-${var.workload}"
  resource_group_name = azurerm_resource_group.this.name
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = 90
}

resource "azurerm_monitor_diagnostic_setting" "network" {
  name                       = "to-workspace"
  target_resource_id         = azurerm_virtual_network.this.id
  log_analytics_workspace_id = azurerm_log_analytics_workspace.this.id

  dynamic "enabled_log" {
    for_each = toset(["VMProtectionAlerts"])
    content { category = enabled_log.value }
  }

  metric {
    category = "AllMetrics"
    enabled  = true
  }
}

data "azurerm_client_config" "current" {}

resource "azurerm_key_vault" "this" {
  name                          = substr(replace("kv-${var.workload}-${var.environment}", "/[^a-zA-Z0-9-]/", ""), 0, 24)
  resource_group_name           = azurerm_resource_group.this.name
  location                      = var.location
  tenant_id                     = data.azurerm_client_config.current.tenant_id
  sku_name                      = "premium"
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = false
  enable_rbac_authorization     = true

  network_acls {
    bypass                     = "AzureServices"
    default_action             = "Deny"
    ip_rules                   = []
    virtual_network_subnet_ids = [for name, subnet in azurerm_subnet.this : subnet.id if contains(var.subnets[name].endpoints, "Microsoft.KeyVault")]
  }
}

resource "azurerm_policy_assignment" "locations" {
  name                 = "allowed-locations"
  scope                = azurerm_resource_group.this.id
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c"

  parameters = <<PARAMETERS
{
  "listOfAllowedLocations": {
    "value": ${jsonencode(var.allowed_locations)}
  }
}
PARAMETERS
}

locals {
  tags = {
    workload    = var.workload
    environment = var.environment
    "cost-centre" = try(var.cost_centres[var.environment], "unknown")
  }
}
