# Account baseline: password policy, break-glass role, permission boundaries.

resource "aws_iam_account_password_policy" "strict" {
  minimum_password_length        = 16
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  allow_users_to_change_password = true
  password_reuse_prevention      = 24
  max_password_age               = 90
}

data "aws_iam_policy_document" "boundary" {
  source_policy_documents = [for name in var.boundary_files : file("${path.module}/policies/${name}.json")]

  statement {
    sid    = "AllowRegions"
    effect = "Allow"

    not_actions = [
      "iam:*",
      "organizations:*",
      "account:*",
    ]

    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "aws:RequestedRegion"
      values   = var.regions
    }
  }

  statement {
    sid       = "DenyBoundaryRemoval"
    effect    = "Deny"
    actions   = ["iam:DeleteRolePermissionsBoundary", "iam:DeleteUserPermissionsBoundary"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "boundary" {
  name        = "boundary"
  path        = "/security/"
  description = "Nobody's permissions go beyond this"
  policy      = data.aws_iam_policy_document.boundary.json
}

resource "aws_iam_role" "break_glass" {
  name                 = "break-glass"
  max_session_duration = 3600
  permissions_boundary = aws_iam_policy.boundary.arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17",
    Statement = [{
      Effect    = "Allow",
      Action    = "sts:AssumeRole",
      Principal = { AWS = [for user in var.break_glass_users : "arn:aws:iam::${var.account_id}:user/${user}"] },
      Condition = {
        Bool            = { "aws:MultiFactorAuthPresent" = "true" },
        NumericLessThan = { "aws:MultiFactorAuthAge" = 300 },
      },
    }],
  })
}

resource "aws_iam_role_policy_attachment" "break_glass" {
  role       = aws_iam_role.break_glass.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

variable "boundary_files" {
  type    = list(string)
  default = []
}

variable "regions" {
  type    = list(string)
  default = ["eu-central-1", "eu-west-1"]
}

variable "break_glass_users" {
  type = list(string)
}

variable "account_id" {
  type = string
}
