provider "helm" {
  kubernetes {
    host                   = var.cluster.endpoint
    cluster_ca_certificate = base64decode(var.cluster.ca)

    exec {
      api_version = "client.authentication.k8s.io/v1beta1"
      command     = "aws"
      args        = ["eks", "get-token", "--cluster-name", var.cluster.name]
    }
  }
}

resource "helm_release" "this" {
  for_each = local.charts

  name             = each.key
  repository       = each.value.repository
  chart            = try(each.value.chart, each.key)
  version          = each.value.version
  namespace        = each.value.namespace
  create_namespace = true
  atomic           = true
  timeout          = 10 * 60

  values = [
    yamlencode(try(each.value.values, {})),
    fileexists("${path.module}/values/${each.key}.yaml") ? file("${path.module}/values/${each.key}.yaml") : "",
  ]

  dynamic "set" {
    for_each = try(each.value.set, {})
    content {
      name  = set.key
      value = set.value
    }
  }

  dynamic "set_sensitive" {
    for_each = { for key in try(each.value.secrets, []) : key => var.secrets[key] }
    content {
      name  = set_sensitive.key
      value = set_sensitive.value
    }
  }
}

locals {
  charts = {
    ingress-nginx = {
      repository = "https://kubernetes.github.io/ingress-nginx"
      version    = "4.10.0"
      namespace  = "ingress"
      values = {
        controller = {
          replicaCount = 3
          config       = { "use-forwarded-headers" = "true", "ssl-protocols" = "TLSv1.2 TLSv1.3" }
          service = {
            annotations = {
              "service.beta.kubernetes.io/aws-load-balancer-type"   = "external"
              "service.beta.kubernetes.io/aws-load-balancer-scheme" = "internal"
            }
          }
        }
      }
    }

    cert-manager = {
      repository = "https://charts.jetstack.io"
      version    = "v1.14.4"
      namespace  = "cert-manager"
      set        = { installCRDs = true, "serviceAccount.annotations.eks\\.amazonaws\\.com/role-arn" = var.roles.cert_manager }
    }

    external-dns = {
      repository = "https://kubernetes-sigs.github.io/external-dns"
      version    = "1.14.3"
      namespace  = "dns"
      set = {
        "provider"         = "aws"
        "policy"           = "sync"
        "domainFilters[0]" = var.domain
      }
      secrets = ["external-dns/token"]
    }
  }
}

resource "kubectl_manifest" "policy" {
  for_each  = fileset(path.module, "policies/*.yaml")
  yaml_body = templatefile("${path.module}/${each.value}", merge(var.policy_settings, { cluster = var.cluster.name }))
}

resource "kubernetes_cluster_role_binding_v1" "admins" {
  metadata { name = "platform-admins" }

  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = "cluster-admin"
  }

  dynamic "subject" {
    for_each = var.admins
    content {
      kind      = startswith(subject.value, "group:") ? "Group" : "User"
      name      = element(reverse(split(":", subject.value)), 0)
      api_group = "rbac.authorization.k8s.io"
    }
  }
}
