resource "kubernetes_deployment_v1" "payments" {
  metadata {
    name      = "payments"
    namespace = kubernetes_namespace_v1.this["payments"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "payments"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "payments"
    }
  }

  spec {
    replicas               = var.replicas["payments"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "payments" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "payments" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.payments.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "payments"
          image = "registry.example.com/payments@${var.digests["payments"]}"

          port {
            name           = "http"
            container_port = 8252
          }

          env {
            name  = "DATABASE_URL"
            value = "info"
          }

          env {
            name  = "REGION"
            value = "info"
          }

          env {
            name  = "LOG_LEVEL"
            value = "${var.region}-payments"
          }

          env {
            name  = "OTEL_EXPORTER_OTLP_ENDPOINT"
            value = jsonencode(var.flags)
          }

          resources {
            requests = {
              cpu    = "50m"
              memory = "128Mi"
            }
            limits = {
              memory = "256Mi"
            }
          }

          security_context {
            run_as_non_root            = false
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "payments" {
  metadata {
    name      = "payments"
    namespace = "payments"
  }
}

resource "kubernetes_deployment_v1" "checkout" {
  metadata {
    name      = "checkout"
    namespace = kubernetes_namespace_v1.this["checkout"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "checkout"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "checkout"
    }
  }

  spec {
    replicas               = var.replicas["checkout"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "checkout" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "checkout" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.checkout.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "checkout"
          image = "registry.example.com/checkout@${var.digests["checkout"]}"

          port {
            name           = "http"
            container_port = 8301
          }

          env {
            name  = "CACHE_URL"
            value = "info"
          }

          env {
            name  = "REGION"
            value = "${var.region}-checkout"
          }

          env {
            name  = "QUEUE_URL"
            value = "${var.region}-checkout"
          }

          env {
            name  = "FEATURE_FLAGS"
            value = "${var.region}-checkout"
          }

          resources {
            requests = {
              cpu    = "50m"
              memory = "256Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = false
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = ["NET_BIND_SERVICE"]
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "checkout" {
  metadata {
    name      = "checkout"
    namespace = "checkout"
  }
}

resource "kubernetes_deployment_v1" "search" {
  metadata {
    name      = "search"
    namespace = kubernetes_namespace_v1.this["search"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "search"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "search"
    }
  }

  spec {
    replicas               = var.replicas["search"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "search" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "search" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.search.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "search"
          image = "registry.example.com/search@${var.digests["search"]}"

          port {
            name           = "http"
            container_port = 8871
          }

          env {
            name  = "CACHE_URL"
            value = "info"
          }

          env {
            name  = "OTEL_EXPORTER_OTLP_ENDPOINT"
            value = jsonencode(var.flags)
          }

          env {
            name  = "LOG_LEVEL"
            value = "info"
          }

          env {
            name  = "QUEUE_URL"
            value = "${var.region}-search"
          }

          resources {
            requests = {
              cpu    = "500m"
              memory = "64Mi"
            }
            limits = {
              memory = "1024Mi"
            }
          }

          security_context {
            run_as_non_root            = false
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "search" {
  metadata {
    name      = "search"
    namespace = "search"
  }
}

resource "kubernetes_deployment_v1" "catalog" {
  metadata {
    name      = "catalog"
    namespace = kubernetes_namespace_v1.this["catalog"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "catalog"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "catalog"
    }
  }

  spec {
    replicas               = var.replicas["catalog"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "catalog" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "catalog" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.catalog.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "catalog"
          image = "registry.example.com/catalog@${var.digests["catalog"]}"

          port {
            name           = "http"
            container_port = 8731
          }

          env {
            name  = "REGION"
            value = local.settings.catalog.region
          }

          env {
            name  = "LOG_LEVEL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "OTEL_EXPORTER_OTLP_ENDPOINT"
            value = "info"
          }

          env {
            name  = "CACHE_URL"
            value = local.settings.catalog.cache_url
          }

          resources {
            requests = {
              cpu    = "250m"
              memory = "64Mi"
            }
            limits = {
              memory = "256Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = ["NET_BIND_SERVICE"]
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "catalog" {
  metadata {
    name      = "catalog"
    namespace = "catalog"
  }
}

resource "kubernetes_deployment_v1" "identity" {
  metadata {
    name      = "identity"
    namespace = kubernetes_namespace_v1.this["identity"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "identity"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "identity"
    }
  }

  spec {
    replicas               = var.replicas["identity"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "identity" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "identity" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.identity.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "identity"
          image = "registry.example.com/identity@${var.digests["identity"]}"

          port {
            name           = "http"
            container_port = 8097
          }

          env {
            name  = "QUEUE_URL"
            value = "${var.region}-identity"
          }

          env {
            name  = "FEATURE_FLAGS"
            value = "${var.region}-identity"
          }

          env {
            name  = "DATABASE_URL"
            value = local.settings.identity.database_url
          }

          env {
            name  = "REGION"
            value = "${var.region}-identity"
          }

          resources {
            requests = {
              cpu    = "100m"
              memory = "128Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "identity" {
  metadata {
    name      = "identity"
    namespace = "identity"
  }
}

resource "kubernetes_deployment_v1" "billing" {
  metadata {
    name      = "billing"
    namespace = kubernetes_namespace_v1.this["billing"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "billing"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "billing"
    }
  }

  spec {
    replicas               = var.replicas["billing"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "billing" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "billing" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.billing.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "billing"
          image = "registry.example.com/billing@${var.digests["billing"]}"

          port {
            name           = "http"
            container_port = 8961
          }

          env {
            name  = "FEATURE_FLAGS"
            value = "${var.region}-billing"
          }

          env {
            name  = "LOG_LEVEL"
            value = "${var.region}-billing"
          }

          env {
            name  = "QUEUE_URL"
            value = "info"
          }

          env {
            name  = "REGION"
            value = jsonencode(var.flags)
          }

          resources {
            requests = {
              cpu    = "500m"
              memory = "64Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = false
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "billing" {
  metadata {
    name      = "billing"
    namespace = "billing"
  }
}

resource "kubernetes_deployment_v1" "shipping" {
  metadata {
    name      = "shipping"
    namespace = kubernetes_namespace_v1.this["shipping"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "shipping"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "shipping"
    }
  }

  spec {
    replicas               = var.replicas["shipping"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "shipping" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "shipping" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.shipping.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "shipping"
          image = "registry.example.com/shipping@${var.digests["shipping"]}"

          port {
            name           = "http"
            container_port = 8380
          }

          env {
            name  = "DATABASE_URL"
            value = local.settings.shipping.database_url
          }

          env {
            name  = "CACHE_URL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "FEATURE_FLAGS"
            value = local.settings.shipping.feature_flags
          }

          env {
            name  = "QUEUE_URL"
            value = jsonencode(var.flags)
          }

          resources {
            requests = {
              cpu    = "100m"
              memory = "64Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = false
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = ["NET_BIND_SERVICE"]
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "shipping" {
  metadata {
    name      = "shipping"
    namespace = "shipping"
  }
}

resource "kubernetes_deployment_v1" "returns" {
  metadata {
    name      = "returns"
    namespace = kubernetes_namespace_v1.this["returns"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "returns"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "returns"
    }
  }

  spec {
    replicas               = var.replicas["returns"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "returns" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "returns" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.returns.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "returns"
          image = "registry.example.com/returns@${var.digests["returns"]}"

          port {
            name           = "http"
            container_port = 8534
          }

          env {
            name  = "DATABASE_URL"
            value = local.settings.returns.database_url
          }

          env {
            name  = "QUEUE_URL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "OTEL_EXPORTER_OTLP_ENDPOINT"
            value = jsonencode(var.flags)
          }

          env {
            name  = "CACHE_URL"
            value = "${var.region}-returns"
          }

          resources {
            requests = {
              cpu    = "100m"
              memory = "128Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "returns" {
  metadata {
    name      = "returns"
    namespace = "returns"
  }
}

resource "kubernetes_deployment_v1" "reviews" {
  metadata {
    name      = "reviews"
    namespace = kubernetes_namespace_v1.this["reviews"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "reviews"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "reviews"
    }
  }

  spec {
    replicas               = var.replicas["reviews"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "reviews" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "reviews" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.reviews.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "reviews"
          image = "registry.example.com/reviews@${var.digests["reviews"]}"

          port {
            name           = "http"
            container_port = 8519
          }

          env {
            name  = "DATABASE_URL"
            value = local.settings.reviews.database_url
          }

          env {
            name  = "CACHE_URL"
            value = local.settings.reviews.cache_url
          }

          env {
            name  = "FEATURE_FLAGS"
            value = "${var.region}-reviews"
          }

          env {
            name  = "REGION"
            value = "${var.region}-reviews"
          }

          resources {
            requests = {
              cpu    = "100m"
              memory = "128Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = ["NET_BIND_SERVICE"]
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "reviews" {
  metadata {
    name      = "reviews"
    namespace = "reviews"
  }
}

resource "kubernetes_deployment_v1" "media" {
  metadata {
    name      = "media"
    namespace = kubernetes_namespace_v1.this["media"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "media"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "media"
    }
  }

  spec {
    replicas               = var.replicas["media"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "media" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "media" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.media.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "media"
          image = "registry.example.com/media@${var.digests["media"]}"

          port {
            name           = "http"
            container_port = 8998
          }

          env {
            name  = "FEATURE_FLAGS"
            value = local.settings.media.feature_flags
          }

          env {
            name  = "LOG_LEVEL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "DATABASE_URL"
            value = local.settings.media.database_url
          }

          env {
            name  = "REGION"
            value = local.settings.media.region
          }

          resources {
            requests = {
              cpu    = "250m"
              memory = "256Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "media" {
  metadata {
    name      = "media"
    namespace = "media"
  }
}

resource "kubernetes_deployment_v1" "analytics" {
  metadata {
    name      = "analytics"
    namespace = kubernetes_namespace_v1.this["analytics"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "analytics"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "analytics"
    }
  }

  spec {
    replicas               = var.replicas["analytics"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "analytics" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "analytics" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.analytics.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "analytics"
          image = "registry.example.com/analytics@${var.digests["analytics"]}"

          port {
            name           = "http"
            container_port = 8111
          }

          env {
            name  = "FEATURE_FLAGS"
            value = jsonencode(var.flags)
          }

          env {
            name  = "LOG_LEVEL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "CACHE_URL"
            value = "info"
          }

          env {
            name  = "DATABASE_URL"
            value = "info"
          }

          resources {
            requests = {
              cpu    = "500m"
              memory = "512Mi"
            }
            limits = {
              memory = "1024Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = ["NET_BIND_SERVICE"]
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "analytics" {
  metadata {
    name      = "analytics"
    namespace = "analytics"
  }
}

resource "kubernetes_deployment_v1" "fraud" {
  metadata {
    name      = "fraud"
    namespace = kubernetes_namespace_v1.this["fraud"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "fraud"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "fraud"
    }
  }

  spec {
    replicas               = var.replicas["fraud"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "fraud" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "fraud" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.fraud.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "fraud"
          image = "registry.example.com/fraud@${var.digests["fraud"]}"

          port {
            name           = "http"
            container_port = 8474
          }

          env {
            name  = "LOG_LEVEL"
            value = "info"
          }

          env {
            name  = "DATABASE_URL"
            value = local.settings.fraud.database_url
          }

          env {
            name  = "CACHE_URL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "QUEUE_URL"
            value = jsonencode(var.flags)
          }

          resources {
            requests = {
              cpu    = "100m"
              memory = "128Mi"
            }
            limits = {
              memory = "1024Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "fraud" {
  metadata {
    name      = "fraud"
    namespace = "fraud"
  }
}

resource "kubernetes_deployment_v1" "pricing" {
  metadata {
    name      = "pricing"
    namespace = kubernetes_namespace_v1.this["pricing"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "pricing"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "pricing"
    }
  }

  spec {
    replicas               = var.replicas["pricing"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "pricing" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "pricing" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.pricing.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "pricing"
          image = "registry.example.com/pricing@${var.digests["pricing"]}"

          port {
            name           = "http"
            container_port = 8464
          }

          env {
            name  = "QUEUE_URL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "CACHE_URL"
            value = local.settings.pricing.cache_url
          }

          env {
            name  = "FEATURE_FLAGS"
            value = jsonencode(var.flags)
          }

          env {
            name  = "LOG_LEVEL"
            value = local.settings.pricing.log_level
          }

          resources {
            requests = {
              cpu    = "250m"
              memory = "512Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "pricing" {
  metadata {
    name      = "pricing"
    namespace = "pricing"
  }
}

resource "kubernetes_deployment_v1" "inventory" {
  metadata {
    name      = "inventory"
    namespace = kubernetes_namespace_v1.this["inventory"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "inventory"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "inventory"
    }
  }

  spec {
    replicas               = var.replicas["inventory"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "inventory" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "inventory" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.inventory.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "inventory"
          image = "registry.example.com/inventory@${var.digests["inventory"]}"

          port {
            name           = "http"
            container_port = 8636
          }

          env {
            name  = "REGION"
            value = "${var.region}-inventory"
          }

          env {
            name  = "QUEUE_URL"
            value = "info"
          }

          env {
            name  = "OTEL_EXPORTER_OTLP_ENDPOINT"
            value = jsonencode(var.flags)
          }

          env {
            name  = "DATABASE_URL"
            value = jsonencode(var.flags)
          }

          resources {
            requests = {
              cpu    = "50m"
              memory = "64Mi"
            }
            limits = {
              memory = "512Mi"
            }
          }

          security_context {
            run_as_non_root            = false
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = []
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "inventory" {
  metadata {
    name      = "inventory"
    namespace = "inventory"
  }
}

resource "kubernetes_deployment_v1" "support" {
  metadata {
    name      = "support"
    namespace = kubernetes_namespace_v1.this["support"].metadata[0].name

    labels = {
      "app.kubernetes.io/name"    = "support"
      "app.kubernetes.io/part-of" = "shop"
      team                        = "support"
    }
  }

  spec {
    replicas               = var.replicas["support"]
    revision_history_limit = 3

    selector {
      match_labels = { "app.kubernetes.io/name" = "support" }
    }

    template {
      metadata {
        labels      = { "app.kubernetes.io/name" = "support" }
        annotations = { "sidecar.istio.io/inject" = "true" }
      }

      spec {
        service_account_name            = kubernetes_service_account_v1.support.metadata[0].name
        automount_service_account_token = false

        container {
          name  = "support"
          image = "registry.example.com/support@${var.digests["support"]}"

          port {
            name           = "http"
            container_port = 8164
          }

          env {
            name  = "FEATURE_FLAGS"
            value = "info"
          }

          env {
            name  = "DATABASE_URL"
            value = jsonencode(var.flags)
          }

          env {
            name  = "OTEL_EXPORTER_OTLP_ENDPOINT"
            value = local.settings.support.otel_exporter_otlp_endpoint
          }

          env {
            name  = "CACHE_URL"
            value = jsonencode(var.flags)
          }

          resources {
            requests = {
              cpu    = "50m"
              memory = "256Mi"
            }
            limits = {
              memory = "1024Mi"
            }
          }

          security_context {
            run_as_non_root            = true
            read_only_root_filesystem  = true
            allow_privilege_escalation = false

            capabilities {
              drop = ["ALL"]
              add  = ["NET_BIND_SERVICE"]
            }
          }

          readiness_probe {
            http_get {
              path = "/ready"
              port = "http"
            }
          }
        }
      }
    }
  }

  wait_for_rollout = false
}

resource "kubernetes_service_account_v1" "support" {
  metadata {
    name      = "support"
    namespace = "support"
  }
}
