provider "aws" {
  region = var.region

  default_tags {
    tags = local.tags
  }
}

locals {
  name = "shop-${var.environment}"

  tags = {
    application = "shop"
    environment = var.environment
    owner       = "team-shop"
  }
}

data "aws_caller_identity" "current" {}

# One key for each kind of data, so that access can be taken away separately.
resource "aws_kms_key" "database" {
  description             = "Databases of ${local.name}"
  deletion_window_in_days = 30
}

resource "aws_kms_key" "objects" {
  description             = "Buckets and logs of ${local.name}"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.objects_key.json
}

data "aws_iam_policy_document" "objects_key" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }

  statement {
    sid       = "Logs"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${var.region}.amazonaws.com"]
    }
  }
}
