resource "google_project" "this" {
  name                = var.name
  project_id          = "${var.name}-${random_id.suffix.hex}"
  folder_id           = var.folder
  billing_account     = var.billing_account
  auto_create_network = false
  labels              = { for k, v in var.labels : lower(k) => lower(replace(v, " ", "_")) }
}

resource "random_id" "suffix" { byte_length = 2 }

resource "google_project_service" "this" {
  for_each = toset(concat(["compute.googleapis.com", "iam.googleapis.com"], var.services))

  project                    = google_project.this.project_id
  service                    = each.value
  disable_dependent_services = false
  disable_on_destroy         = false
}

resource "google_project_iam_audit_config" "all" {
  project = google_project.this.project_id
  service = "allServices"

  audit_log_config { log_type = "ADMIN_READ" }
  audit_log_config { log_type = "DATA_READ" }
  audit_log_config {
    log_type         = "DATA_WRITE"
    exempted_members = []
  }
}

resource "google_project_iam_member" "this" {
  for_each = {
    for pair in flatten([
      for role, members in var.bindings : [
        for member in members : { role = role, member = member }
      ]
    ]) : "${pair.role} ${pair.member}" => pair
  }

  project = google_project.this.project_id
  role    = each.value.role
  member  = each.value.member

  dynamic "condition" {
    for_each = can(regex("^roles/owner$", each.value.role)) ? [timeadd(timestamp(), "8h")] : []

    content {
      title      = "expires"
      expression = "request.time < timestamp(\"${condition.value}\")"
    }
  }
}

resource "google_compute_network" "this" {
  project                 = google_project.this.project_id
  name                    = "main"
  auto_create_subnetworks = false
  routing_mode            = "GLOBAL"

  depends_on = [google_project_service.this["compute.googleapis.com"]]
}

resource "google_compute_subnetwork" "this" {
  for_each = var.subnets

  project                  = google_project.this.project_id
  network                  = google_compute_network.this.self_link
  name                     = each.key
  region                   = each.value.region
  ip_cidr_range            = each.value.range
  private_ip_google_access = true

  dynamic "secondary_ip_range" {
    for_each = each.value.secondary
    iterator = range
    content {
      range_name    = range.key
      ip_cidr_range = range.value
    }
  }

  log_config {
    aggregation_interval = "INTERVAL_5_SEC"
    flow_sampling        = 0.5
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_firewall" "iap" {
  project       = google_project.this.project_id
  network       = google_compute_network.this.name
  name          = "allow-iap"
  direction     = "INGRESS"
  source_ranges = ["35.235.240.0/20"]

  allow {
    protocol = "tcp"
    ports    = ["22", "3389"]
  }

  log_config { metadata = "INCLUDE_ALL_METADATA" }
}

resource "google_compute_instance" "bastion" {
  count = var.bastion ? 1 : 0

  project      = google_project.this.project_id
  name         = "bastion-${count.index}"
  machine_type = "e2-micro"
  zone         = "${values(var.subnets)[0].region}-b"

  boot_disk {
    initialize_params {
      image = "projects/debian-cloud/global/images/family/debian-12"
      size  = 10
    }
  }

  network_interface {
    subnetwork = one(values(google_compute_subnetwork.this)[*].self_link)
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  metadata = {
    enable-oslogin         = "TRUE"
    block-project-ssh-keys = "TRUE"
    startup-script         = <<-SCRIPT
      #!/usr/bin/env bash
      apt-get update && apt-get install -y tinyproxy
      sed -i 's/^#\?Port .*/Port 8888/' /etc/tinyproxy/tinyproxy.conf
      for host in $(cat /etc/hosts | awk '{ print $2 }'); do
        echo "allow $host" # shell's own variable
      done

      systemctl enable --now tinyproxy
    SCRIPT
  }
}
