resource "aws_lambda_function" "handler" {
  for_each = local.functions

  function_name    = "${var.service}-${each.key}"
  role             = aws_iam_role.handler[each.key].arn
  handler          = "${each.key}.handler"
  runtime          = coalesce(each.value.runtime, "python3.12")
  architectures    = ["arm64"]
  filename         = data.archive_file.source.output_path
  source_code_hash = data.archive_file.source.output_base64sha256
  timeout          = min(each.value.timeout, 29)
  memory_size      = each.value.memory * 64

  reserved_concurrent_executions = each.value.concurrency > 0 ? each.value.concurrency : -1

  environment {
    variables = merge(
      { for key, value in each.value.environment : upper(key) => tostring(value) },
      {
        LOG_LEVEL   = var.debug ? "DEBUG" : "INFO"
        TABLE_NAME  = aws_dynamodb_table.state.name
        POWERTOOLS_SERVICE_NAME = var.service
      }
    )
  }

  tracing_config {
    mode = "Active"
  }

  dead_letter_config {
    target_arn = aws_sqs_queue.dead.arn
  }
}

data "archive_file" "source" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.root}/.build/${var.service}.zip"
  excludes    = setunion(fileset("${path.module}/src", "**/__pycache__/**"), ["tests"])
}

locals {
  functions = {
    list   = merge(local.defaults, { method = "GET", path = "/items" })
    get    = merge(local.defaults, { method = "GET", path = "/items/{id}" })
    create = merge(local.defaults, { method = "POST", path = "/items", timeout = 10, memory = 4 })
    delete = merge(local.defaults, { method = "DELETE", path = "/items/{id}", concurrency = 5 })
  }

  defaults = {
    runtime     = null
    timeout     = 3
    memory      = 2
    concurrency = 0
    environment = {}
  }
}

resource "aws_dynamodb_table" "state" {
  name         = "${var.service}-state"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "pk"
  range_key    = "sk"

  attribute {
    name = "pk"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }

  server_side_encryption {
    enabled = true
  }

  ttl {
    attribute_name = "expires"
    enabled        = true
  }
}

resource "aws_sqs_queue" "dead" {
  name                      = "${var.service}-dead"
  message_retention_seconds = 14 * 24 * 60 * 60
  sqs_managed_sse_enabled   = true
}

resource "aws_iam_role" "handler" {
  for_each = local.functions

  name               = "${var.service}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.assume.json

  inline_policy {
    name   = "state"
    policy = data.aws_iam_policy_document.state[each.value.method == "GET" ? "read" : "write"].json
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "state" {
  for_each = {
    read  = ["dynamodb:GetItem", "dynamodb:Query"]
    write = ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"]
  }

  statement {
    sid       = title(each.key)
    actions   = each.value
    resources = [aws_dynamodb_table.state.arn, "${aws_dynamodb_table.state.arn}/index/*"]

    condition {
      test     = "ForAllValues:StringLike"
      variable = "dynamodb:LeadingKeys"
      values   = ["&{aws:PrincipalTag/tenant}#*"]
    }
  }
}

resource "aws_apigatewayv2_api" "this" {
  name          = var.service
  protocol_type = "HTTP"

  cors_configuration {
    allow_methods = distinct(concat([for function in local.functions : function.method], ["OPTIONS"]))
    allow_origins = var.origins
    max_age       = 3600
  }
}

resource "aws_apigatewayv2_route" "this" {
  for_each           = local.functions
  api_id             = aws_apigatewayv2_api.this.id
  route_key          = "${each.value.method} ${each.value.path}"
  target             = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
  authorization_type = each.value.method == "GET" && !var.private ? "NONE" : "JWT"
  authorizer_id      = each.value.method == "GET" && !var.private ? null : aws_apigatewayv2_authorizer.jwt.id
}

resource "aws_apigatewayv2_integration" "this" {
  for_each               = local.functions
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.handler[each.key].invoke_arn
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.this.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]

  jwt_configuration {
    audience = [var.audience]
    issuer   = "https://${var.issuer}/"
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  for_each = aws_lambda_function.handler

  alarm_name          = "${each.value.function_name}-errors"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 2
  threshold           = 0.05
  datapoints_to_alarm = 2

  metric_query {
    id          = "rate"
    expression  = "errors / MAX([errors, invocations])"
    label       = "Error rate (%)"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = ["errors", "invocations"]
    content {
      id = metric_query.value
      metric {
        metric_name = title(metric_query.value)
        namespace   = "AWS/Lambda"
        period      = 300
        stat        = "Sum"
        dimensions  = { FunctionName = each.value.function_name }
      }
    }
  }
}
