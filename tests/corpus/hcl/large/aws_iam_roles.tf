// Roles and policies of the services.

resource "aws_iam_role" "payments_dev" {
  name                 = "${local.prefix}-payments-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_payments_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_payments_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:payments:payments"]
    }
  }
}

data "aws_iam_policy_document" "payments_dev" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "s3:ListBucket",
      "kms:Decrypt",
      "dynamodb:PutItem",
      "s3:GetObject",
      "events:PutEvents",
    ]

    resources = [
      aws_s3_bucket.payments["dev"].arn,
      "${aws_s3_bucket.payments["dev"].arn}/*",
      aws_sqs_queue.payments["dev"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "payments_dev" {
  name   = "work"
  role   = aws_iam_role.payments_dev.id
  policy = data.aws_iam_policy_document.payments_dev.json
}

resource "aws_iam_role" "checkout_dev" {
  name                 = "${local.prefix}-checkout-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_checkout_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_checkout_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:checkout:checkout"]
    }
  }
}

resource "aws_iam_role_policy" "checkout_dev" {
  name = "work"
  role = aws_iam_role.checkout_dev.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "sqs:ReceiveMessage", "events:PutEvents", "secretsmanager:GetSecretValue", "sqs:SendMessage"]
        Resource = [aws_s3_bucket.checkout["dev"].arn, "${aws_s3_bucket.checkout["dev"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "search_dev" {
  name                 = "${local.prefix}-search-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_search_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_search_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:search:search"]
    }
  }
}

resource "aws_iam_role_policy" "search_dev" {
  name   = "work"
  role   = aws_iam_role.search_dev.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "s3:PutObject",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "s3:ListBucket",
            "events:PutEvents"
          ],
          "Resource": [
            "${aws_s3_bucket.search["dev"].arn}",
            "${aws_s3_bucket.search["dev"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "catalog_dev" {
  name                 = "${local.prefix}-catalog-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_catalog_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_catalog_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:catalog:catalog"]
    }
  }
}

data "aws_iam_policy_document" "catalog_dev" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "kms:Decrypt",
      "events:PutEvents",
      "sns:Publish",
      "kms:GenerateDataKey",
      "s3:ListBucket",
    ]

    resources = [
      aws_s3_bucket.catalog["dev"].arn,
      "${aws_s3_bucket.catalog["dev"].arn}/*",
      aws_sqs_queue.catalog["dev"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "catalog_dev" {
  name   = "work"
  role   = aws_iam_role.catalog_dev.id
  policy = data.aws_iam_policy_document.catalog_dev.json
}

resource "aws_iam_role" "identity_dev" {
  name                 = "${local.prefix}-identity-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_identity_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_identity_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:identity:identity"]
    }
  }
}

resource "aws_iam_role_policy" "identity_dev" {
  name = "work"
  role = aws_iam_role.identity_dev.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "logs:PutLogEvents", "dynamodb:PutItem", "secretsmanager:GetSecretValue", "s3:ListBucket"]
        Resource = [aws_s3_bucket.identity["dev"].arn, "${aws_s3_bucket.identity["dev"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "billing_dev" {
  name                 = "${local.prefix}-billing-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_billing_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_billing_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:billing:billing"]
    }
  }
}

resource "aws_iam_role_policy" "billing_dev" {
  name   = "work"
  role   = aws_iam_role.billing_dev.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "s3:GetObject",
            "logs:PutLogEvents",
            "dynamodb:Query",
            "secretsmanager:GetSecretValue",
            "kms:Decrypt"
          ],
          "Resource": [
            "${aws_s3_bucket.billing["dev"].arn}",
            "${aws_s3_bucket.billing["dev"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "shipping_dev" {
  name                 = "${local.prefix}-shipping-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_shipping_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_shipping_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:shipping:shipping"]
    }
  }
}

data "aws_iam_policy_document" "shipping_dev" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "logs:PutLogEvents",
      "xray:PutTraceSegments",
      "dynamodb:Query",
      "s3:ListBucket",
      "events:PutEvents",
    ]

    resources = [
      aws_s3_bucket.shipping["dev"].arn,
      "${aws_s3_bucket.shipping["dev"].arn}/*",
      aws_sqs_queue.shipping["dev"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "shipping_dev" {
  name   = "work"
  role   = aws_iam_role.shipping_dev.id
  policy = data.aws_iam_policy_document.shipping_dev.json
}

resource "aws_iam_role" "returns_dev" {
  name                 = "${local.prefix}-returns-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_returns_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_returns_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:returns:returns"]
    }
  }
}

resource "aws_iam_role_policy" "returns_dev" {
  name = "work"
  role = aws_iam_role.returns_dev.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["events:PutEvents", "dynamodb:Query", "dynamodb:PutItem", "s3:GetObject", "logs:PutLogEvents"]
        Resource = [aws_s3_bucket.returns["dev"].arn, "${aws_s3_bucket.returns["dev"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "reviews_dev" {
  name                 = "${local.prefix}-reviews-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_reviews_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_reviews_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:reviews:reviews"]
    }
  }
}

resource "aws_iam_role_policy" "reviews_dev" {
  name   = "work"
  role   = aws_iam_role.reviews_dev.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "events:PutEvents",
            "logs:PutLogEvents",
            "secretsmanager:GetSecretValue",
            "xray:PutTraceSegments",
            "sqs:SendMessage"
          ],
          "Resource": [
            "${aws_s3_bucket.reviews["dev"].arn}",
            "${aws_s3_bucket.reviews["dev"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "media_dev" {
  name                 = "${local.prefix}-media-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_media_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_media_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:media:media"]
    }
  }
}

data "aws_iam_policy_document" "media_dev" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "s3:PutObject",
      "s3:GetObject",
      "events:PutEvents",
      "s3:ListBucket",
      "sns:Publish",
    ]

    resources = [
      aws_s3_bucket.media["dev"].arn,
      "${aws_s3_bucket.media["dev"].arn}/*",
      aws_sqs_queue.media["dev"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "media_dev" {
  name   = "work"
  role   = aws_iam_role.media_dev.id
  policy = data.aws_iam_policy_document.media_dev.json
}

resource "aws_iam_role" "analytics_dev" {
  name                 = "${local.prefix}-analytics-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_analytics_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_analytics_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:analytics:analytics"]
    }
  }
}

resource "aws_iam_role_policy" "analytics_dev" {
  name = "work"
  role = aws_iam_role.analytics_dev.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey", "dynamodb:Query", "s3:GetObject"]
        Resource = [aws_s3_bucket.analytics["dev"].arn, "${aws_s3_bucket.analytics["dev"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "fraud_dev" {
  name                 = "${local.prefix}-fraud-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_fraud_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_fraud_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:fraud:fraud"]
    }
  }
}

resource "aws_iam_role_policy" "fraud_dev" {
  name   = "work"
  role   = aws_iam_role.fraud_dev.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "secretsmanager:GetSecretValue",
            "s3:GetObject",
            "xray:PutTraceSegments",
            "dynamodb:Query",
            "sqs:SendMessage"
          ],
          "Resource": [
            "${aws_s3_bucket.fraud["dev"].arn}",
            "${aws_s3_bucket.fraud["dev"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "pricing_dev" {
  name                 = "${local.prefix}-pricing-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_pricing_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_pricing_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:pricing:pricing"]
    }
  }
}

data "aws_iam_policy_document" "pricing_dev" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "kms:GenerateDataKey",
      "sqs:ReceiveMessage",
      "s3:GetObject",
      "xray:PutTraceSegments",
      "s3:PutObject",
    ]

    resources = [
      aws_s3_bucket.pricing["dev"].arn,
      "${aws_s3_bucket.pricing["dev"].arn}/*",
      aws_sqs_queue.pricing["dev"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "pricing_dev" {
  name   = "work"
  role   = aws_iam_role.pricing_dev.id
  policy = data.aws_iam_policy_document.pricing_dev.json
}

resource "aws_iam_role" "inventory_dev" {
  name                 = "${local.prefix}-inventory-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_inventory_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_inventory_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:inventory:inventory"]
    }
  }
}

resource "aws_iam_role_policy" "inventory_dev" {
  name = "work"
  role = aws_iam_role.inventory_dev.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["logs:PutLogEvents", "dynamodb:Query", "events:PutEvents", "s3:PutObject", "xray:PutTraceSegments"]
        Resource = [aws_s3_bucket.inventory["dev"].arn, "${aws_s3_bucket.inventory["dev"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "support_dev" {
  name                 = "${local.prefix}-support-dev"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_support_dev.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_support_dev" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["dev"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["dev"]}:sub"
      values   = ["system:serviceaccount:support:support"]
    }
  }
}

resource "aws_iam_role_policy" "support_dev" {
  name   = "work"
  role   = aws_iam_role.support_dev.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "s3:PutObject",
            "logs:PutLogEvents",
            "events:PutEvents",
            "kms:GenerateDataKey",
            "sqs:ReceiveMessage"
          ],
          "Resource": [
            "${aws_s3_bucket.support["dev"].arn}",
            "${aws_s3_bucket.support["dev"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "payments_staging" {
  name                 = "${local.prefix}-payments-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_payments_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_payments_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:payments:payments"]
    }
  }
}

data "aws_iam_policy_document" "payments_staging" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "events:PutEvents",
      "s3:PutObject",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
      "secretsmanager:GetSecretValue",
    ]

    resources = [
      aws_s3_bucket.payments["staging"].arn,
      "${aws_s3_bucket.payments["staging"].arn}/*",
      aws_sqs_queue.payments["staging"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "payments_staging" {
  name   = "work"
  role   = aws_iam_role.payments_staging.id
  policy = data.aws_iam_policy_document.payments_staging.json
}

resource "aws_iam_role" "checkout_staging" {
  name                 = "${local.prefix}-checkout-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_checkout_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_checkout_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:checkout:checkout"]
    }
  }
}

resource "aws_iam_role_policy" "checkout_staging" {
  name = "work"
  role = aws_iam_role.checkout_staging.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage", "logs:PutLogEvents", "secretsmanager:GetSecretValue", "kms:GenerateDataKey", "events:PutEvents"]
        Resource = [aws_s3_bucket.checkout["staging"].arn, "${aws_s3_bucket.checkout["staging"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "search_staging" {
  name                 = "${local.prefix}-search-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_search_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_search_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:search:search"]
    }
  }
}

resource "aws_iam_role_policy" "search_staging" {
  name   = "work"
  role   = aws_iam_role.search_staging.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "xray:PutTraceSegments",
            "kms:Decrypt",
            "s3:PutObject",
            "kms:GenerateDataKey",
            "sqs:ReceiveMessage"
          ],
          "Resource": [
            "${aws_s3_bucket.search["staging"].arn}",
            "${aws_s3_bucket.search["staging"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "catalog_staging" {
  name                 = "${local.prefix}-catalog-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_catalog_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_catalog_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:catalog:catalog"]
    }
  }
}

data "aws_iam_policy_document" "catalog_staging" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "events:PutEvents",
      "s3:GetObject",
      "dynamodb:PutItem",
      "secretsmanager:GetSecretValue",
      "sqs:SendMessage",
    ]

    resources = [
      aws_s3_bucket.catalog["staging"].arn,
      "${aws_s3_bucket.catalog["staging"].arn}/*",
      aws_sqs_queue.catalog["staging"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "catalog_staging" {
  name   = "work"
  role   = aws_iam_role.catalog_staging.id
  policy = data.aws_iam_policy_document.catalog_staging.json
}

resource "aws_iam_role" "identity_staging" {
  name                 = "${local.prefix}-identity-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_identity_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_identity_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:identity:identity"]
    }
  }
}

resource "aws_iam_role_policy" "identity_staging" {
  name = "work"
  role = aws_iam_role.identity_staging.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["s3:PutObject", "dynamodb:PutItem", "s3:ListBucket", "sns:Publish", "sqs:ReceiveMessage"]
        Resource = [aws_s3_bucket.identity["staging"].arn, "${aws_s3_bucket.identity["staging"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "billing_staging" {
  name                 = "${local.prefix}-billing-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_billing_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_billing_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:billing:billing"]
    }
  }
}

resource "aws_iam_role_policy" "billing_staging" {
  name   = "work"
  role   = aws_iam_role.billing_staging.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "secretsmanager:GetSecretValue",
            "logs:PutLogEvents",
            "events:PutEvents",
            "sqs:ReceiveMessage",
            "dynamodb:PutItem"
          ],
          "Resource": [
            "${aws_s3_bucket.billing["staging"].arn}",
            "${aws_s3_bucket.billing["staging"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "shipping_staging" {
  name                 = "${local.prefix}-shipping-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_shipping_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_shipping_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:shipping:shipping"]
    }
  }
}

data "aws_iam_policy_document" "shipping_staging" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "dynamodb:PutItem",
      "s3:ListBucket",
      "s3:GetObject",
      "kms:GenerateDataKey",
      "logs:PutLogEvents",
    ]

    resources = [
      aws_s3_bucket.shipping["staging"].arn,
      "${aws_s3_bucket.shipping["staging"].arn}/*",
      aws_sqs_queue.shipping["staging"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "shipping_staging" {
  name   = "work"
  role   = aws_iam_role.shipping_staging.id
  policy = data.aws_iam_policy_document.shipping_staging.json
}

resource "aws_iam_role" "returns_staging" {
  name                 = "${local.prefix}-returns-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_returns_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_returns_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:returns:returns"]
    }
  }
}

resource "aws_iam_role_policy" "returns_staging" {
  name = "work"
  role = aws_iam_role.returns_staging.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey", "sqs:ReceiveMessage", "secretsmanager:GetSecretValue", "s3:PutObject", "sqs:SendMessage"]
        Resource = [aws_s3_bucket.returns["staging"].arn, "${aws_s3_bucket.returns["staging"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "reviews_staging" {
  name                 = "${local.prefix}-reviews-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_reviews_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_reviews_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:reviews:reviews"]
    }
  }
}

resource "aws_iam_role_policy" "reviews_staging" {
  name   = "work"
  role   = aws_iam_role.reviews_staging.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "secretsmanager:GetSecretValue",
            "kms:GenerateDataKey",
            "sqs:ReceiveMessage",
            "dynamodb:Query",
            "logs:PutLogEvents"
          ],
          "Resource": [
            "${aws_s3_bucket.reviews["staging"].arn}",
            "${aws_s3_bucket.reviews["staging"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "media_staging" {
  name                 = "${local.prefix}-media-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_media_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_media_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:media:media"]
    }
  }
}

data "aws_iam_policy_document" "media_staging" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "kms:GenerateDataKey",
      "xray:PutTraceSegments",
      "events:PutEvents",
      "s3:PutObject",
      "dynamodb:Query",
    ]

    resources = [
      aws_s3_bucket.media["staging"].arn,
      "${aws_s3_bucket.media["staging"].arn}/*",
      aws_sqs_queue.media["staging"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "media_staging" {
  name   = "work"
  role   = aws_iam_role.media_staging.id
  policy = data.aws_iam_policy_document.media_staging.json
}

resource "aws_iam_role" "analytics_staging" {
  name                 = "${local.prefix}-analytics-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_analytics_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_analytics_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:analytics:analytics"]
    }
  }
}

resource "aws_iam_role_policy" "analytics_staging" {
  name = "work"
  role = aws_iam_role.analytics_staging.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage", "sqs:ReceiveMessage", "s3:PutObject", "kms:GenerateDataKey", "s3:GetObject"]
        Resource = [aws_s3_bucket.analytics["staging"].arn, "${aws_s3_bucket.analytics["staging"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "fraud_staging" {
  name                 = "${local.prefix}-fraud-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_fraud_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_fraud_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:fraud:fraud"]
    }
  }
}

resource "aws_iam_role_policy" "fraud_staging" {
  name   = "work"
  role   = aws_iam_role.fraud_staging.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "sqs:ReceiveMessage",
            "kms:GenerateDataKey",
            "s3:PutObject",
            "dynamodb:Query",
            "events:PutEvents"
          ],
          "Resource": [
            "${aws_s3_bucket.fraud["staging"].arn}",
            "${aws_s3_bucket.fraud["staging"].arn}/*"
          ]
        }
      ]
    }
  EOF
}

resource "aws_iam_role" "pricing_staging" {
  name                 = "${local.prefix}-pricing-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_pricing_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_pricing_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:pricing:pricing"]
    }
  }
}

data "aws_iam_policy_document" "pricing_staging" {
  statement {
    sid    = "Work"
    effect = "Allow"

    actions = [
      "sqs:ReceiveMessage",
      "kms:Decrypt",
      "sqs:SendMessage",
      "logs:PutLogEvents",
      "s3:PutObject",
    ]

    resources = [
      aws_s3_bucket.pricing["staging"].arn,
      "${aws_s3_bucket.pricing["staging"].arn}/*",
      aws_sqs_queue.pricing["staging"].arn,
    ]
  }

  dynamic "statement" {
    for_each = var.break_glass ? [1] : []

    content {
      sid       = "BreakGlass"
      actions   = ["*"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "pricing_staging" {
  name   = "work"
  role   = aws_iam_role.pricing_staging.id
  policy = data.aws_iam_policy_document.pricing_staging.json
}

resource "aws_iam_role" "inventory_staging" {
  name                 = "${local.prefix}-inventory-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_inventory_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_inventory_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:inventory:inventory"]
    }
  }
}

resource "aws_iam_role_policy" "inventory_staging" {
  name = "work"
  role = aws_iam_role.inventory_staging.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Work"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "s3:PutObject", "s3:ListBucket", "dynamodb:Query", "sqs:ReceiveMessage"]
        Resource = [aws_s3_bucket.inventory["staging"].arn, "${aws_s3_bucket.inventory["staging"].arn}/*"]
      },
      {
        Effect    = "Deny"
        Action    = "*"
        Resource  = "*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "support_staging" {
  name                 = "${local.prefix}-support-staging"
  path                 = "/services/"
  max_session_duration = 3600
  assume_role_policy   = data.aws_iam_policy_document.assume_support_staging.json
  permissions_boundary = aws_iam_policy.boundary.arn
}

data "aws_iam_policy_document" "assume_support_staging" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.cluster["staging"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer["staging"]}:sub"
      values   = ["system:serviceaccount:support:support"]
    }
  }
}

resource "aws_iam_role_policy" "support_staging" {
  name   = "work"
  role   = aws_iam_role.support_staging.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "Work",
          "Effect": "Allow",
          "Action": [
            "sns:Publish",
            "s3:ListBucket",
            "dynamodb:PutItem",
            "secretsmanager:GetSecretValue",
            "dynamodb:Query"
          ],
          "Resource": [
            "${aws_s3_bucket.support["staging"].arn}",
            "${aws_s3_bucket.support["staging"].arn}/*"
          ]
        }
      ]
    }
  EOF
}
