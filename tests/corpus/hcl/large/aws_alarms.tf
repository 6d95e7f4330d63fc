locals {
  alarm_actions = [aws_sns_topic.oncall.arn]
}

resource "aws_cloudwatch_metric_alarm" "payments_cpuutilization" {
  count = contains(var.monitored, "payments") ? 1 : 0

  alarm_name          = "payments: CPUUtilization too high"
  alarm_description   = "CPUUtilization of payments is above 80; see https://runbooks.example.com/payments#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "payments"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "payments_5xxerror" {
  count = contains(var.monitored, "payments") ? 1 : 0

  alarm_name          = "payments: 5XXError too high"
  alarm_description   = "5XXError of payments is above 5; see https://runbooks.example.com/payments#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "payments"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "payments_approximateageofoldestmessage" {
  count = contains(var.monitored, "payments") ? 1 : 0

  alarm_name          = "payments: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of payments is above 300; see https://runbooks.example.com/payments#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "payments"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "payments_duration" {
  count = contains(var.monitored, "payments") ? 1 : 0

  alarm_name          = "payments: Duration too high"
  alarm_description   = "Duration of payments is above 2500; see https://runbooks.example.com/payments#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "payments"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "checkout_cpuutilization" {
  count = contains(var.monitored, "checkout") ? 1 : 0

  alarm_name          = "checkout: CPUUtilization too high"
  alarm_description   = "CPUUtilization of checkout is above 80; see https://runbooks.example.com/checkout#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80.5
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "checkout"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "checkout_5xxerror" {
  count = contains(var.monitored, "checkout") ? 1 : 0

  alarm_name          = "checkout: 5XXError too high"
  alarm_description   = "5XXError of checkout is above 5; see https://runbooks.example.com/checkout#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "checkout"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "checkout_approximateageofoldestmessage" {
  count = contains(var.monitored, "checkout") ? 1 : 0

  alarm_name          = "checkout: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of checkout is above 300; see https://runbooks.example.com/checkout#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "checkout"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "checkout_duration" {
  count = contains(var.monitored, "checkout") ? 1 : 0

  alarm_name          = "checkout: Duration too high"
  alarm_description   = "Duration of checkout is above 2500; see https://runbooks.example.com/checkout#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "checkout"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "search_cpuutilization" {
  count = contains(var.monitored, "search") ? 1 : 0

  alarm_name          = "search: CPUUtilization too high"
  alarm_description   = "CPUUtilization of search is above 80; see https://runbooks.example.com/search#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "search"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "search_5xxerror" {
  count = contains(var.monitored, "search") ? 1 : 0

  alarm_name          = "search: 5XXError too high"
  alarm_description   = "5XXError of search is above 5; see https://runbooks.example.com/search#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "search"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "search_approximateageofoldestmessage" {
  count = contains(var.monitored, "search") ? 1 : 0

  alarm_name          = "search: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of search is above 300; see https://runbooks.example.com/search#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "search"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "search_duration" {
  count = contains(var.monitored, "search") ? 1 : 0

  alarm_name          = "search: Duration too high"
  alarm_description   = "Duration of search is above 2500; see https://runbooks.example.com/search#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "search"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "catalog_cpuutilization" {
  count = contains(var.monitored, "catalog") ? 1 : 0

  alarm_name          = "catalog: CPUUtilization too high"
  alarm_description   = "CPUUtilization of catalog is above 80; see https://runbooks.example.com/catalog#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "catalog"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "catalog_5xxerror" {
  count = contains(var.monitored, "catalog") ? 1 : 0

  alarm_name          = "catalog: 5XXError too high"
  alarm_description   = "5XXError of catalog is above 5; see https://runbooks.example.com/catalog#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "catalog"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "catalog_approximateageofoldestmessage" {
  count = contains(var.monitored, "catalog") ? 1 : 0

  alarm_name          = "catalog: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of catalog is above 300; see https://runbooks.example.com/catalog#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "catalog"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "catalog_duration" {
  count = contains(var.monitored, "catalog") ? 1 : 0

  alarm_name          = "catalog: Duration too high"
  alarm_description   = "Duration of catalog is above 2500; see https://runbooks.example.com/catalog#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500.5
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "catalog"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "identity_cpuutilization" {
  count = contains(var.monitored, "identity") ? 1 : 0

  alarm_name          = "identity: CPUUtilization too high"
  alarm_description   = "CPUUtilization of identity is above 80; see https://runbooks.example.com/identity#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "identity"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "identity_5xxerror" {
  count = contains(var.monitored, "identity") ? 1 : 0

  alarm_name          = "identity: 5XXError too high"
  alarm_description   = "5XXError of identity is above 5; see https://runbooks.example.com/identity#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "identity"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "identity_approximateageofoldestmessage" {
  count = contains(var.monitored, "identity") ? 1 : 0

  alarm_name          = "identity: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of identity is above 300; see https://runbooks.example.com/identity#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "identity"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "identity_duration" {
  count = contains(var.monitored, "identity") ? 1 : 0

  alarm_name          = "identity: Duration too high"
  alarm_description   = "Duration of identity is above 2500; see https://runbooks.example.com/identity#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500.5
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "identity"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "billing_cpuutilization" {
  count = contains(var.monitored, "billing") ? 1 : 0

  alarm_name          = "billing: CPUUtilization too high"
  alarm_description   = "CPUUtilization of billing is above 80; see https://runbooks.example.com/billing#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80.5
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "billing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "billing_5xxerror" {
  count = contains(var.monitored, "billing") ? 1 : 0

  alarm_name          = "billing: 5XXError too high"
  alarm_description   = "5XXError of billing is above 5; see https://runbooks.example.com/billing#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "billing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "billing_approximateageofoldestmessage" {
  count = contains(var.monitored, "billing") ? 1 : 0

  alarm_name          = "billing: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of billing is above 300; see https://runbooks.example.com/billing#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "billing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "billing_duration" {
  count = contains(var.monitored, "billing") ? 1 : 0

  alarm_name          = "billing: Duration too high"
  alarm_description   = "Duration of billing is above 2500; see https://runbooks.example.com/billing#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "billing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "shipping_cpuutilization" {
  count = contains(var.monitored, "shipping") ? 1 : 0

  alarm_name          = "shipping: CPUUtilization too high"
  alarm_description   = "CPUUtilization of shipping is above 80; see https://runbooks.example.com/shipping#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "shipping"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "shipping_5xxerror" {
  count = contains(var.monitored, "shipping") ? 1 : 0

  alarm_name          = "shipping: 5XXError too high"
  alarm_description   = "5XXError of shipping is above 5; see https://runbooks.example.com/shipping#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "shipping"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "shipping_approximateageofoldestmessage" {
  count = contains(var.monitored, "shipping") ? 1 : 0

  alarm_name          = "shipping: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of shipping is above 300; see https://runbooks.example.com/shipping#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "shipping"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "shipping_duration" {
  count = contains(var.monitored, "shipping") ? 1 : 0

  alarm_name          = "shipping: Duration too high"
  alarm_description   = "Duration of shipping is above 2500; see https://runbooks.example.com/shipping#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500.5
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "shipping"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "returns_cpuutilization" {
  count = contains(var.monitored, "returns") ? 1 : 0

  alarm_name          = "returns: CPUUtilization too high"
  alarm_description   = "CPUUtilization of returns is above 80; see https://runbooks.example.com/returns#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80.5
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "returns"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "returns_5xxerror" {
  count = contains(var.monitored, "returns") ? 1 : 0

  alarm_name          = "returns: 5XXError too high"
  alarm_description   = "5XXError of returns is above 5; see https://runbooks.example.com/returns#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "returns"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "returns_approximateageofoldestmessage" {
  count = contains(var.monitored, "returns") ? 1 : 0

  alarm_name          = "returns: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of returns is above 300; see https://runbooks.example.com/returns#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "returns"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "returns_duration" {
  count = contains(var.monitored, "returns") ? 1 : 0

  alarm_name          = "returns: Duration too high"
  alarm_description   = "Duration of returns is above 2500; see https://runbooks.example.com/returns#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "returns"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "reviews_cpuutilization" {
  count = contains(var.monitored, "reviews") ? 1 : 0

  alarm_name          = "reviews: CPUUtilization too high"
  alarm_description   = "CPUUtilization of reviews is above 80; see https://runbooks.example.com/reviews#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "reviews"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "reviews_5xxerror" {
  count = contains(var.monitored, "reviews") ? 1 : 0

  alarm_name          = "reviews: 5XXError too high"
  alarm_description   = "5XXError of reviews is above 5; see https://runbooks.example.com/reviews#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "reviews"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "reviews_approximateageofoldestmessage" {
  count = contains(var.monitored, "reviews") ? 1 : 0

  alarm_name          = "reviews: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of reviews is above 300; see https://runbooks.example.com/reviews#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300.5
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "reviews"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "reviews_duration" {
  count = contains(var.monitored, "reviews") ? 1 : 0

  alarm_name          = "reviews: Duration too high"
  alarm_description   = "Duration of reviews is above 2500; see https://runbooks.example.com/reviews#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "reviews"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "media_cpuutilization" {
  count = contains(var.monitored, "media") ? 1 : 0

  alarm_name          = "media: CPUUtilization too high"
  alarm_description   = "CPUUtilization of media is above 80; see https://runbooks.example.com/media#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80.5
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "media"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "media_5xxerror" {
  count = contains(var.monitored, "media") ? 1 : 0

  alarm_name          = "media: 5XXError too high"
  alarm_description   = "5XXError of media is above 5; see https://runbooks.example.com/media#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "media"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "media_approximateageofoldestmessage" {
  count = contains(var.monitored, "media") ? 1 : 0

  alarm_name          = "media: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of media is above 300; see https://runbooks.example.com/media#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300.5
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "media"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "media_duration" {
  count = contains(var.monitored, "media") ? 1 : 0

  alarm_name          = "media: Duration too high"
  alarm_description   = "Duration of media is above 2500; see https://runbooks.example.com/media#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500.5
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "media"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "analytics_cpuutilization" {
  count = contains(var.monitored, "analytics") ? 1 : 0

  alarm_name          = "analytics: CPUUtilization too high"
  alarm_description   = "CPUUtilization of analytics is above 80; see https://runbooks.example.com/analytics#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "analytics"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "analytics_5xxerror" {
  count = contains(var.monitored, "analytics") ? 1 : 0

  alarm_name          = "analytics: 5XXError too high"
  alarm_description   = "5XXError of analytics is above 5; see https://runbooks.example.com/analytics#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "analytics"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "analytics_approximateageofoldestmessage" {
  count = contains(var.monitored, "analytics") ? 1 : 0

  alarm_name          = "analytics: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of analytics is above 300; see https://runbooks.example.com/analytics#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "analytics"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "analytics_duration" {
  count = contains(var.monitored, "analytics") ? 1 : 0

  alarm_name          = "analytics: Duration too high"
  alarm_description   = "Duration of analytics is above 2500; see https://runbooks.example.com/analytics#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "analytics"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "fraud_cpuutilization" {
  count = contains(var.monitored, "fraud") ? 1 : 0

  alarm_name          = "fraud: CPUUtilization too high"
  alarm_description   = "CPUUtilization of fraud is above 80; see https://runbooks.example.com/fraud#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80.5
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "fraud"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "fraud_5xxerror" {
  count = contains(var.monitored, "fraud") ? 1 : 0

  alarm_name          = "fraud: 5XXError too high"
  alarm_description   = "5XXError of fraud is above 5; see https://runbooks.example.com/fraud#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "fraud"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "fraud_approximateageofoldestmessage" {
  count = contains(var.monitored, "fraud") ? 1 : 0

  alarm_name          = "fraud: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of fraud is above 300; see https://runbooks.example.com/fraud#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "fraud"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "fraud_duration" {
  count = contains(var.monitored, "fraud") ? 1 : 0

  alarm_name          = "fraud: Duration too high"
  alarm_description   = "Duration of fraud is above 2500; see https://runbooks.example.com/fraud#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "fraud"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "pricing_cpuutilization" {
  count = contains(var.monitored, "pricing") ? 1 : 0

  alarm_name          = "pricing: CPUUtilization too high"
  alarm_description   = "CPUUtilization of pricing is above 80; see https://runbooks.example.com/pricing#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "pricing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "pricing_5xxerror" {
  count = contains(var.monitored, "pricing") ? 1 : 0

  alarm_name          = "pricing: 5XXError too high"
  alarm_description   = "5XXError of pricing is above 5; see https://runbooks.example.com/pricing#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "pricing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "pricing_approximateageofoldestmessage" {
  count = contains(var.monitored, "pricing") ? 1 : 0

  alarm_name          = "pricing: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of pricing is above 300; see https://runbooks.example.com/pricing#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "pricing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "pricing_duration" {
  count = contains(var.monitored, "pricing") ? 1 : 0

  alarm_name          = "pricing: Duration too high"
  alarm_description   = "Duration of pricing is above 2500; see https://runbooks.example.com/pricing#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "pricing"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "inventory_cpuutilization" {
  count = contains(var.monitored, "inventory") ? 1 : 0

  alarm_name          = "inventory: CPUUtilization too high"
  alarm_description   = "CPUUtilization of inventory is above 80; see https://runbooks.example.com/inventory#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "inventory"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "inventory_5xxerror" {
  count = contains(var.monitored, "inventory") ? 1 : 0

  alarm_name          = "inventory: 5XXError too high"
  alarm_description   = "5XXError of inventory is above 5; see https://runbooks.example.com/inventory#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "inventory"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "inventory_approximateageofoldestmessage" {
  count = contains(var.monitored, "inventory") ? 1 : 0

  alarm_name          = "inventory: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of inventory is above 300; see https://runbooks.example.com/inventory#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300.5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "inventory"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "inventory_duration" {
  count = contains(var.monitored, "inventory") ? 1 : 0

  alarm_name          = "inventory: Duration too high"
  alarm_description   = "Duration of inventory is above 2500; see https://runbooks.example.com/inventory#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500.5
  period              = 60
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "inventory"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "support_cpuutilization" {
  count = contains(var.monitored, "support") ? 1 : 0

  alarm_name          = "support: CPUUtilization too high"
  alarm_description   = "CPUUtilization of support is above 80; see https://runbooks.example.com/support#cpuutilization"
  namespace           = "AWS/ECS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "support"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "support_5xxerror" {
  count = contains(var.monitored, "support") ? 1 : 0

  alarm_name          = "support: 5XXError too high"
  alarm_description   = "5XXError of support is above 5; see https://runbooks.example.com/support#5xxerror"
  namespace           = "AWS/ApiGateway"
  metric_name         = "5XXError"
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 5
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "support"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "support_approximateageofoldestmessage" {
  count = contains(var.monitored, "support") ? 1 : 0

  alarm_name          = "support: ApproximateAgeOfOldestMessage too high"
  alarm_description   = "ApproximateAgeOfOldestMessage of support is above 300; see https://runbooks.example.com/support#approximateageofoldestmessage"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 300.5
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "support"
    Stage   = var.stage
  }
}

resource "aws_cloudwatch_metric_alarm" "support_duration" {
  count = contains(var.monitored, "support") ? 1 : 0

  alarm_name          = "support: Duration too high"
  alarm_description   = "Duration of support is above 2500; see https://runbooks.example.com/support#duration"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  extended_statistic  = "p99"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 2500.5
  period              = 300
  evaluation_periods  = 5
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.alarm_actions
  ok_actions          = var.notify_ok ? local.alarm_actions : []

  dimensions = {
    Service = "support"
    Stage   = var.stage
  }
}
