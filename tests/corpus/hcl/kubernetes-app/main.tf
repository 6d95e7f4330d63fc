locals {
  labels = {
    "app.kubernetes.io/name"       = var.name
    "app.kubernetes.io/managed-by" = "terraform"
    "app.kubernetes.io/version"    = var.image_tag
  }
  selector = { for key, value in local.labels : key => value if !endswith(key, "/version") }
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name = var.name
    labels = {
      "pod-security.kubernetes.io/enforce" = "restricted"
    }
  }
}

resource "kubernetes_service_account_v1" "this" {
  metadata {
    name      = var.name
    namespace = kubernetes_namespace_v1.this.metadata[0].name
  }
  automount_service_account_token = false
}

resource "kubernetes_deployment_v1" "this" {
  metadata {
    name      = var.name
    namespace = kubernetes_namespace_v1.this.metadata.0.name
    labels    = local.labels
  }

  spec {
    replicas = var.replicas

    selector {
      match_labels = local.selector
    }

    strategy {
      type = "RollingUpdate"
      rolling_update {
        max_surge       = "25%"
        max_unavailable = 0
      }
    }

    template {
      metadata {
        labels = local.labels
        annotations = {
          "prometheus.io/scrape" = "true"
          "prometheus.io/port"   = tostring(var.ports["metrics"])
          "checksum/config"      = sha256(jsonencode(kubernetes_config_map_v1.this.data))
        }
      }

      spec {
        service_account_name             = kubernetes_service_account_v1.this.metadata[0].name
        termination_grace_period_seconds = 30

        security_context {
          run_as_non_root = true
          run_as_user     = 10001
          fs_group        = 10001
          seccomp_profile {
            type = "RuntimeDefault"
          }
        }

        dynamic "init_container" {
          for_each = var.migrate ? [1] : []
          content {
            name    = "migrate"
            image   = "${var.image}:${var.image_tag}"
            command = ["/bin/sh", "-c", "exec ./manage.py migrate --noinput && echo \"done at $(date)\""]
          }
        }

        container {
          name              = "app"
          image             = "${var.image}:${var.image_tag}"
          image_pull_policy = "IfNotPresent"
          args              = ["--listen=:${var.ports.http}", "--config=/etc/app/config.yaml"]

          dynamic "port" {
            for_each = var.ports
            content {
              name           = port.key
              container_port = port.value
              protocol       = "TCP"
            }
          }

          dynamic "env" {
            for_each = nonsensitive(var.environment)
            content {
              name  = env.key
              value = env.value
            }
          }

          env {
            name = "DATABASE_PASSWORD"
            value_from {
              secret_key_ref {
                name = "database"
                key  = "password"
              }
            }
          }

          resources {
            requests = { cpu = "100m", memory = "128Mi" }
            limits   = { memory = "256Mi" }
          }

          security_context {
            allow_privilege_escalation = false
            read_only_root_filesystem  = true
            privileged                 = false

            capabilities {
              drop = ["ALL"]
            }
          }

          liveness_probe {
            http_get {
              path = "/healthz"
              port = "http"
            }
            initial_delay_seconds = 5
            period_seconds        = 10
          }

          volume_mount {
            name       = "config"
            mount_path = "/etc/app"
            read_only  = true
          }
        }

        volume {
          name = "config"
          config_map {
            name = kubernetes_config_map_v1.this.metadata[0].name
          }
        }

        topology_spread_constraint {
          max_skew           = 1
          topology_key       = "topology.kubernetes.io/zone"
          when_unsatisfiable = "ScheduleAnyway"
          label_selector {
            match_labels = local.selector
          }
        }
      }
    }
  }
}

resource "kubernetes_config_map_v1" "this" {
  metadata {
    name      = "${var.name}-config"
    namespace = var.name
  }

  data = {
    "config.yaml" = yamlencode({
      server = { port = var.ports.http, timeouts = { read = "5s", write = "10s" } }
      logging = {
        level  = "info"
        format = "json"
      }
      features = [for feature, enabled in var.features : feature if enabled]
    })
    "nginx.conf" = <<-EOT
      server {
        listen ${var.ports.http};
        location / {
          proxy_set_header Host $host;
          proxy_pass http://127.0.0.1:${var.ports.http + 1};
        }
      %{ for name, enabled in var.features ~}
      %{ if enabled ~}
        # feature ${name}
      %{ endif ~}
      %{ endfor ~}
      }
    EOT
  }
}

resource "kubernetes_service_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.name
  }

  spec {
    selector = local.selector
    type     = "ClusterIP"

    dynamic "port" {
      for_each = var.ports
      content {
        name        = port.key
        port        = port.value
        target_port = port.key
      }
    }
  }
}

resource "kubernetes_network_policy_v1" "default_deny" {
  metadata {
    name      = "default-deny"
    namespace = var.name
  }

  spec {
    pod_selector {}
    policy_types = ["Ingress", "Egress"]
  }
}

resource "kubernetes_manifest" "certificate" {
  manifest = {
    apiVersion = "cert-manager.io/v1"
    kind       = "Certificate"
    metadata   = { name = var.name, namespace = var.name }
    spec = {
      secretName = "${var.name}-tls"
      dnsNames   = ["${var.name}.${var.domain}"]
      issuerRef  = { kind = "ClusterIssuer", name = "letsencrypt" }
      privateKey = { rotationPolicy = "Always" }
    }
  }

  wait {
    fields = {
      "status.conditions[0].status" = "True"
    }
  }
}
