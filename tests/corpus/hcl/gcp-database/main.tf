resource "google_sql_database_instance" "this" {
  name                = var.name
  region              = var.region
  database_version    = "POSTGRES_15"
  deletion_protection = true
  encryption_key_name = var.kms_key

  settings {
    tier              = var.tier
    availability_type = var.highly_available ? "REGIONAL" : "ZONAL"
    disk_autoresize   = true

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      start_time                     = "03:00"
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = 30
        retention_unit   = "COUNT"
      }
    }

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    dynamic "database_flags" {
      for_each = {
        "cloudsql.enable_pgaudit"  = "on"
        log_checkpoints            = "on"
        log_connections            = "on"
        log_disconnections         = "on"
        log_lock_waits             = "on"
        log_temp_files             = "0"
        log_min_duration_statement = "-1"
      }
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }

    insights_config {
      query_insights_enabled  = true
      query_string_length     = 1024
      record_application_tags = true
    }
  }
}

resource "google_sql_user" "iam" {
  for_each = var.users

  instance = google_sql_database_instance.this.name
  name     = trimsuffix(each.value, ".gserviceaccount.com")
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}

check "reachable" {
  data "google_sql_database_instance" "live" {
    name = google_sql_database_instance.this.name
  }

  assert {
    condition     = data.google_sql_database_instance.live.state == "RUNNABLE"
    error_message = "The instance is ${data.google_sql_database_instance.live.state}."
  }
}

moved {
  from = google_sql_database_instance.main
  to   = google_sql_database_instance.this
}

import {
  to = google_sql_user.iam["app"]
  id = "project/${var.name}/app"
}

removed {
  from = google_sql_database.legacy

  lifecycle {
    destroy = false
  }
}

variable "name" { type = string }
variable "region" { type = string }
variable "tier" { default = "db-custom-2-7680" }
variable "kms_key" { default = null }
variable "network" { type = string }
variable "highly_available" { default = true }
variable "users" {
  type    = map(string)
  default = {}
}
