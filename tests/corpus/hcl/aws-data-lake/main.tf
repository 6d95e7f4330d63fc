locals {
  layers = ["raw", "refined", "published"]
  expiry = {
    raw       = 90
    refined   = 365
    published = 0
  }
  account = data.aws_caller_identity.current.account_id
}

data "aws_caller_identity" "current" {}

resource "aws_s3_bucket" "layer" {
  for_each = toset(local.layers)

  bucket        = lower("${var.prefix}-${each.key}-${local.account}")
  force_destroy = var.environment != "prod"
}

resource "aws_s3_bucket_versioning" "layer" {
  for_each = aws_s3_bucket.layer

  bucket = each.value.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "layer" {
  for_each = aws_s3_bucket.layer

  bucket = each.value.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.lake.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "layer" {
  for_each = aws_s3_bucket.layer

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_lifecycle_configuration" "layer" {
  for_each = { for name, bucket in aws_s3_bucket.layer : name => bucket if local.expiry[name] > 0 }

  bucket = each.value.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {}

    expiration {
      days = local.expiry[each.key]
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    dynamic "transition" {
      for_each = local.expiry[each.key] >= 180 ? { STANDARD_IA = 30, GLACIER = 120 } : {}
      content {
        days          = transition.value
        storage_class = transition.key
      }
    }
  }
}

resource "aws_s3_bucket_policy" "layer" {
  for_each = aws_s3_bucket.layer

  bucket = each.value.id
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TransportOnly",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["${each.value.arn}", "${each.value.arn}/*"],
      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
    }%{ for reader in var.readers },
    {
      "Sid": "Read${title(reader)}",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::${local.account}:role/${reader}" },
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["${each.value.arn}", "${each.value.arn}/*"]
    }%{ endfor }
  ]
}
POLICY
}

resource "aws_kms_key" "lake" {
  description             = "Data lake"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "lake" {
  name          = "alias/${var.prefix}-lake"
  target_key_id = aws_kms_key.lake.key_id
}

resource "aws_glue_catalog_database" "layer" {
  for_each     = toset(local.layers)
  name         = replace("${var.prefix}_${each.key}", "-", "_")
  location_uri = "s3://${aws_s3_bucket.layer[each.key].bucket}/"
}

resource "aws_athena_workgroup" "analysts" {
  name = "${var.prefix}-analysts"

  configuration {
    enforce_workgroup_configuration    = true
    bytes_scanned_cutoff_per_query     = 1e12
    publish_cloudwatch_metrics_enabled = true

    result_configuration {
      output_location = "s3://${aws_s3_bucket.layer["published"].id}/results/"

      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = aws_kms_key.lake.arn
      }
    }
  }
}

resource "aws_glue_crawler" "raw" {
  name          = "${var.prefix}-raw"
  role          = aws_iam_role.glue.arn
  database_name = aws_glue_catalog_database.layer["raw"].name
  schedule      = "cron(15 2 * * ? *)"

  s3_target {
    path       = "s3://${aws_s3_bucket.layer["raw"].bucket}"
    exclusions = ["**/_tmp/**", "**.crc", "{a,b}/*.log"]
  }

  configuration = jsonencode({
    Version  = 1.0
    Grouping = { TableGroupingPolicy = "CombineCompatibleSchemas" }
    CrawlerOutput = {
      Partitions = { AddOrUpdateBehavior = "InheritFromTable" }
    }
  })
}

resource "aws_iam_role" "glue" {
  name = "${var.prefix}-glue"
  assume_role_policy = jsonencode({
    "Version" : "2012-10-17",
    "Statement" : [
      {
        "Effect" : "Allow",
        "Principal" : { "Service" : ["glue.amazonaws.com"] },
        "Action" : ["sts:AssumeRole"],
      }
    ]
  })
}
