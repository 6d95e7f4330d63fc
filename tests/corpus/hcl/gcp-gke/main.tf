resource "google_container_cluster" "this" {
  provider = google-beta

  name                     = var.name
  location                 = var.region
  network                  = var.network
  subnetwork               = var.subnetwork
  remove_default_node_pool = true
  initial_node_count       = 1
  deletion_protection      = true
  enable_shielded_nodes    = true

  release_channel { channel = "REGULAR" }

  workload_identity_config {
    workload_pool = "${var.project}.svc.id.goog"
  }

  private_cluster_config {
    enable_private_nodes    = true
    enable_private_endpoint = false
    master_ipv4_cidr_block  = "172.16.0.16/28"
  }

  master_authorized_networks_config {
    dynamic "cidr_blocks" {
      for_each = var.authorized_networks
      content {
        cidr_block   = cidr_blocks.value["cidr"]
        display_name = cidr_blocks.value["name"]
      }
    }
  }

  ip_allocation_policy {
    cluster_secondary_range_name  = "pods"
    services_secondary_range_name = "services"
  }

  network_policy {
    enabled  = true
    provider = "CALICO"
  }

  database_encryption {
    state    = var.kms_key == "" ? "DECRYPTED" : "ENCRYPTED"
    key_name = var.kms_key
  }

  binary_authorization {
    evaluation_mode = "PROJECT_SINGLETON_POLICY_ENFORCE"
  }

  addons_config {
    http_load_balancing { disabled = false }
    gcs_fuse_csi_driver_config { enabled = true }
  }

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }

  maintenance_policy {
    recurring_window {
      start_time = "2024-01-01T02:00:00Z"
      end_time   = "2024-01-01T06:00:00Z"
      recurrence = "FREQ=WEEKLY;BYDAY=SA,SU"
    }
  }

  logging_config { enable_components = ["SYSTEM_COMPONENTS", "WORKLOADS"] }
}

resource "google_container_node_pool" "this" {
  for_each = { for pool in var.pools : pool["name"] => pool }

  cluster  = google_container_cluster.this.id
  name     = each.key
  location = var.region

  autoscaling {
    min_node_count = lookup(each.value, "min", 1)
    max_node_count = lookup(each.value, "max", 3)
  }

  node_config {
    machine_type    = each.value.type
    image_type      = "COS_CONTAINERD"
    service_account = google_service_account.nodes.email
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
    tags            = concat(["gke-node"], lookup(each.value, "tags", []))
    preemptible     = tobool(lookup(each.value, "preemptible", "false"))

    shielded_instance_config {
      enable_secure_boot = true
    }

    workload_metadata_config {
      mode = "GKE_METADATA"
    }

    metadata = {
      disable-legacy-endpoints = "true"
    }
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }
}

resource "google_service_account" "nodes" {
  account_id = "${substr(var.name, 0, 24)}-nodes"
}

resource "google_project_iam_member" "nodes" {
  for_each = toset([
    "roles/logging.logWriter",
    "roles/monitoring.metricWriter",
    "roles/monitoring.viewer",
    "roles/artifactregistry.reader", # pulls only
  ])

  project = var.project
  role    = each.value
  member  = "serviceAccount:${google_service_account.nodes.email}"
}

variable "name" {}
variable "project" {}
variable "region" {}
variable "network" {}
variable "subnetwork" {}
variable "kms_key" {
  default = ""
}
variable "authorized_networks" {
  default = []
}
variable "pools" {
  type = any
}
