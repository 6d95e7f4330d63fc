resource "azurerm_linux_web_app" "payments_dev" {
  name                = "app-payments-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = false

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = var.origins
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.payments_dev.vault_uri
    "TEAM"                           = "payments"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "payments_dev" {
  name                       = "kv-payments-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.payments_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "checkout_dev" {
  name                = "app-checkout-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.checkout_dev.vault_uri
    "TEAM"                           = "checkout"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 7
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "checkout_dev" {
  name                       = "kv-checkout-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.checkout_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "search_dev" {
  name                = "app-search-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = var.origins
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.search_dev.vault_uri
    "TEAM"                           = "search"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "search_dev" {
  name                       = "kv-search-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.search_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "catalog_dev" {
  name                = "app-catalog-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = false

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.catalog_dev.vault_uri
    "TEAM"                           = "catalog"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "catalog_dev" {
  name                       = "kv-catalog-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.catalog_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "identity_dev" {
  name                = "app-identity-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.identity_dev.vault_uri
    "TEAM"                           = "identity"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 7
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "identity_dev" {
  name                       = "kv-identity-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.identity_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "billing_dev" {
  name                = "app-billing-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.billing_dev.vault_uri
    "TEAM"                           = "billing"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "billing_dev" {
  name                       = "kv-billing-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.billing_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "shipping_dev" {
  name                = "app-shipping-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = false

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.shipping_dev.vault_uri
    "TEAM"                           = "shipping"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 7
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "shipping_dev" {
  name                       = "kv-shipping-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.shipping_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "returns_dev" {
  name                = "app-returns-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.returns_dev.vault_uri
    "TEAM"                           = "returns"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "returns_dev" {
  name                       = "kv-returns-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.returns_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "reviews_dev" {
  name                = "app-reviews-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = var.origins
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.reviews_dev.vault_uri
    "TEAM"                           = "reviews"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "reviews_dev" {
  name                       = "kv-reviews-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.reviews_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "media_dev" {
  name                = "app-media-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.media_dev.vault_uri
    "TEAM"                           = "media"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 7
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "media_dev" {
  name                       = "kv-media-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.media_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "analytics_dev" {
  name                = "app-analytics-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.analytics_dev.vault_uri
    "TEAM"                           = "analytics"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "analytics_dev" {
  name                       = "kv-analytics-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.analytics_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "fraud_dev" {
  name                = "app-fraud-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = false

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.fraud_dev.vault_uri
    "TEAM"                           = "fraud"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "fraud_dev" {
  name                       = "kv-fraud-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.fraud_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "pricing_dev" {
  name                = "app-pricing-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.pricing_dev.vault_uri
    "TEAM"                           = "pricing"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "pricing_dev" {
  name                       = "kv-pricing-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.pricing_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "inventory_dev" {
  name                = "app-inventory-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = false

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.inventory_dev.vault_uri
    "TEAM"                           = "inventory"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "inventory_dev" {
  name                       = "kv-inventory-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.inventory_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "support_dev" {
  name                = "app-support-dev"
  resource_group_name = azurerm_resource_group.this["dev"].name
  location            = azurerm_resource_group.this["dev"].location
  service_plan_id     = azurerm_service_plan.this["dev"].id
  https_only          = true

  site_config {
    always_on           = "dev" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["dev"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.support_dev.vault_uri
    "TEAM"                           = "support"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "support_dev" {
  name                       = "kv-support-dev"
  resource_group_name        = azurerm_resource_group.this["dev"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.support_dev.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "payments_staging" {
  name                = "app-payments-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = false

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.payments_staging.vault_uri
    "TEAM"                           = "payments"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "payments_staging" {
  name                       = "kv-payments-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.payments_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "checkout_staging" {
  name                = "app-checkout-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.checkout_staging.vault_uri
    "TEAM"                           = "checkout"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "checkout_staging" {
  name                       = "kv-checkout-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.checkout_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "search_staging" {
  name                = "app-search-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = false

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.search_staging.vault_uri
    "TEAM"                           = "search"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 7
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "search_staging" {
  name                       = "kv-search-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.search_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "catalog_staging" {
  name                = "app-catalog-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.catalog_staging.vault_uri
    "TEAM"                           = "catalog"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "catalog_staging" {
  name                       = "kv-catalog-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.catalog_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "identity_staging" {
  name                = "app-identity-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.identity_staging.vault_uri
    "TEAM"                           = "identity"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "identity_staging" {
  name                       = "kv-identity-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.identity_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "billing_staging" {
  name                = "app-billing-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.billing_staging.vault_uri
    "TEAM"                           = "billing"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "billing_staging" {
  name                       = "kv-billing-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.billing_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "shipping_staging" {
  name                = "app-shipping-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.shipping_staging.vault_uri
    "TEAM"                           = "shipping"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "shipping_staging" {
  name                       = "kv-shipping-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.shipping_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "returns_staging" {
  name                = "app-returns-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.returns_staging.vault_uri
    "TEAM"                           = "returns"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "returns_staging" {
  name                       = "kv-returns-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.returns_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "reviews_staging" {
  name                = "app-reviews-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.reviews_staging.vault_uri
    "TEAM"                           = "reviews"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "reviews_staging" {
  name                       = "kv-reviews-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.reviews_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "media_staging" {
  name                = "app-media-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = false

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.media_staging.vault_uri
    "TEAM"                           = "media"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "media_staging" {
  name                       = "kv-media-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.media_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "analytics_staging" {
  name                = "app-analytics-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = false

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.analytics_staging.vault_uri
    "TEAM"                           = "analytics"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "analytics_staging" {
  name                       = "kv-analytics-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 7
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.analytics_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "fraud_staging" {
  name                = "app-fraud-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.12"
    }

    cors {
      allowed_origins = ["https://example.com"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.fraud_staging.vault_uri
    "TEAM"                           = "fraud"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 7
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "fraud_staging" {
  name                       = "kv-fraud-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.fraud_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "pricing_staging" {
  name                = "app-pricing-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.2"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.pricing_staging.vault_uri
    "TEAM"                           = "pricing"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 90
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "pricing_staging" {
  name                       = "kv-pricing-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.pricing_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "inventory_staging" {
  name                = "app-inventory-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = false

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.11"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.inventory_staging.vault_uri
    "TEAM"                           = "inventory"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "inventory_staging" {
  name                       = "kv-inventory-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 30
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.inventory_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}

resource "azurerm_linux_web_app" "support_staging" {
  name                = "app-support-staging"
  resource_group_name = azurerm_resource_group.this["staging"].name
  location            = azurerm_resource_group.this["staging"].location
  service_plan_id     = azurerm_service_plan.this["staging"].id
  https_only          = true

  site_config {
    always_on           = "staging" == "prod"
    minimum_tls_version = "1.0"
    ftps_state          = "Disabled"
    http2_enabled       = true

    application_stack {
      python_version = "3.10"
    }

    cors {
      allowed_origins = ["*"]
    }
  }

  app_settings = {
    "APPINSIGHTS_INSTRUMENTATIONKEY" = azurerm_application_insights.this["staging"].instrumentation_key
    "KEY_VAULT"                      = azurerm_key_vault.support_staging.vault_uri
    "TEAM"                           = "support"
    WEBSITE_RUN_FROM_PACKAGE         = 1
  }

  identity {
    type = "SystemAssigned"
  }

  logs {
    detailed_error_messages = true
    http_logs {
      file_system {
        retention_in_days = 30
        retention_in_mb   = 35
      }
    }
  }
}

resource "azurerm_key_vault" "support_staging" {
  name                       = "kv-support-staging"
  resource_group_name        = azurerm_resource_group.this["staging"].name
  location                   = var.location
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  soft_delete_retention_days = 90
  purge_protection_enabled   = false

  access_policy {
    tenant_id = data.azurerm_client_config.current.tenant_id
    object_id = azurerm_linux_web_app.support_staging.identity.0.principal_id

    secret_permissions = ["Get", "List"]
  }
}
