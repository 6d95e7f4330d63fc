resource "aws_cloudtrail" "organisation" {
  name                          = "organisation"
  s3_bucket_name                = aws_s3_bucket.trail.id
  include_global_service_events = true
  is_multi_region_trail         = true
  is_organization_trail         = true
  enable_log_file_validation    = true
  kms_key_id                    = aws_kms_key.trail.arn
  cloud_watch_logs_group_arn    = "${aws_cloudwatch_log_group.trail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail.arn

  event_selector {
    read_write_type           = "All"
    include_management_events = true

    data_resource {
      type   = "AWS::S3::Object"
      values = ["arn:aws:s3"]
    }

    data_resource {
      type   = "AWS::Lambda::Function"
      values = ["arn:aws:lambda"]
    }
  }

  insight_selector {
    insight_type = "ApiCallRateInsight"
  }

  depends_on = [aws_s3_bucket_policy.trail]
}

resource "aws_s3_bucket" "trail" {
  #checkov:skip=CKV_AWS_144: one region is enough for this log
  bucket              = "trail-${var.account_id}"
  object_lock_enabled = true

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_s3_bucket_policy" "trail" {
  bucket = aws_s3_bucket.trail.id
  policy = data.aws_iam_policy_document.trail.json
}

data "aws_iam_policy_document" "trail" {
  dynamic "statement" {
    for_each = {
      acl   = { action = "s3:GetBucketAcl", suffix = "" }
      write = { action = "s3:PutObject", suffix = "/AWSLogs/*" }
    }

    content {
      sid       = "Trail${title(statement.key)}"
      actions   = [statement.value.action]
      resources = ["${aws_s3_bucket.trail.arn}${statement.value.suffix}"]

      principals {
        type        = "Service"
        identifiers = ["cloudtrail.amazonaws.com"]
      }

      dynamic "condition" {
        for_each = statement.key == "write" ? [1] : []
        content {
          test     = "StringEquals"
          variable = "s3:x-amz-acl"
          values   = ["bucket-owner-full-control"]
        }
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "trail" {
  name              = "trail"
  retention_in_days = 400
}

resource "aws_iam_role" "trail" {
  name               = "trail"
  assume_role_policy = file("${path.module}/policies/trail-assume.json")
}

resource "aws_kms_key" "trail" {
  enable_key_rotation = true
  policy              = templatefile("${path.module}/policies/trail-key.json.tftpl", { account = var.account_id, regions = var.regions })
}

resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root-usage"
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
  log_group_name = aws_cloudwatch_log_group.trail.name

  metric_transformation {
    name      = "RootUsage"
    namespace = "Security"
    value     = "1"
  }
}
