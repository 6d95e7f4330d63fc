/*
 * An EKS cluster with managed node groups and IAM roles for service accounts.
 */

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}

resource "aws_eks_cluster" "this" {
  name                      = var.cluster_name
  role_arn                  = aws_iam_role.cluster.arn
  version                   = var.cluster_version
  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids              = var.subnet_ids
    endpoint_private_access = true
    endpoint_public_access  = var.public_access_cidrs == null ? false : true
    public_access_cidrs     = var.public_access_cidrs
    security_group_ids      = compact([try(aws_security_group.cluster[0].id, "")])
  }

  dynamic "encryption_config" {
    for_each = var.kms_key_arn != null ? [var.kms_key_arn] : []
    iterator = key
    content {
      resources = ["secrets"]
      provider {
        key_arn = key.value
      }
    }
  }

  kubernetes_network_config {
    service_ipv4_cidr = "172.20.0.0/16"
    ip_family         = "ipv4"
  }

  timeouts {
    create = "30m"
    delete = lookup(var.timeouts, "delete", "15m")
  }

  depends_on = [
    aws_iam_role_policy_attachment.cluster["AmazonEKSClusterPolicy"],
    aws_cloudwatch_log_group.this,
  ]
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/eks/${var.cluster_name}/cluster"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "cluster" {
  name                  = "${var.cluster_name}-cluster"
  force_detach_policies = true

  assume_role_policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "Service": "eks.${data.aws_partition.current.dns_suffix}" },
          "Action": "sts:AssumeRole"
        }
      ]
    }
  POLICY
}

resource "aws_iam_role_policy_attachment" "cluster" {
  for_each = toset(["AmazonEKSClusterPolicy", "AmazonEKSVPCResourceController"])

  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/${each.value}"
  role       = aws_iam_role.cluster.name
}

resource "aws_eks_node_group" "this" {
  for_each = var.node_groups

  cluster_name    = aws_eks_cluster.this.name
  node_group_name = each.key
  node_role_arn   = aws_iam_role.node.arn
  subnet_ids      = coalescelist(each.value.subnet_ids, var.subnet_ids)
  ami_type        = each.value.gpu ? "AL2_x86_64_GPU" : each.value.arm ? "AL2_ARM_64" : "AL2_x86_64"
  capacity_type   = each.value.spot ? "SPOT" : "ON_DEMAND"
  instance_types  = each.value.instance_types

  scaling_config {
    desired_size = each.value.desired_size
    max_size     = max(each.value.desired_size, each.value.max_size)
    min_size     = each.value.min_size
  }

  update_config { max_unavailable_percentage = 33 }

  dynamic "taint" {
    for_each = { for taint in each.value.taints : "${taint.key}=${taint.value}:${taint.effect}" => taint }
    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  labels = merge({ "node.example.com/group" = each.key }, each.value.labels)

  launch_template {
    id      = aws_launch_template.node[each.key].id
    version = aws_launch_template.node[each.key].latest_version
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}

resource "aws_launch_template" "node" {
  for_each = var.node_groups

  name_prefix = "${var.cluster_name}-${each.key}-"

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 50
      volume_type = "gp3"
      encrypted   = true
      kms_key_id  = var.kms_key_arn
    }
  }

  user_data = base64encode(<<-EOT
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="==BOUNDARY=="

    --==BOUNDARY==
    Content-Type: text/x-shellscript; charset="us-ascii"

    #!/bin/bash
    set -euo pipefail
    %{ for key, value in each.value.sysctls ~}
    sysctl -w ${key}=${value}
    %{ endfor ~}
    %{ if each.value.gpu ~}
    nvidia-smi -pm 1
    %{ else ~}
    echo "no accelerator on $${HOSTNAME}"
    %{ endif ~}
    /etc/eks/bootstrap.sh '${var.cluster_name}' --kubelet-extra-args '--max-pods=${each.value.max_pods}'
    --==BOUNDARY==--
  EOT
  )
}

resource "aws_iam_role" "node" {
  name = "${var.cluster_name}-node"
  assume_role_policy = data.aws_iam_policy_document.node_assume.json
}

data "aws_iam_policy_document" "node_assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.${data.aws_partition.current.dns_suffix}"]
    }
  }
}

resource "aws_security_group" "cluster" {
  count = var.create_security_group ? 1 : 0

  name        = "${var.cluster_name}-cluster"
  description = "Control plane of ${var.cluster_name}"
  vpc_id      = var.vpc_id

  ingress {
    description = "nodes"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    self        = true
  }

  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"] # bylaw:ignore[aws-sg-open-egress] nodes pull images from anywhere
    ipv6_cidr_blocks = ["::/0"]
  }
}

data "tls_certificate" "oidc" {
  url = aws_eks_cluster.this.identity[0].oidc[0].issuer
}

resource "aws_iam_openid_connect_provider" "this" {
  client_id_list  = ["sts.amazonaws.com"]
  thumbprint_list = data.tls_certificate.oidc.certificates[*].sha1_fingerprint
  url             = aws_eks_cluster.this.identity.0.oidc.0.issuer
}

resource "aws_eks_addon" "this" {
  for_each = { for name, addon in var.addons : name => addon if addon.enabled && (var.minimal == false || addon.required) }

  cluster_name                = aws_eks_cluster.this.name
  addon_name                  = each.key
  addon_version               = each.value.version
  resolve_conflicts_on_update = "OVERWRITE"
  configuration_values        = length(each.value.configuration) > 0 ? jsonencode(each.value.configuration) : null
}
