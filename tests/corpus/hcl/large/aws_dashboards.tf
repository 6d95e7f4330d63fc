resource "aws_cloudwatch_dashboard" "payments" {
  dashboard_name = "payments"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.payments.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "payments: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.payments.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "payments: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.payments.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "payments: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.payments.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "payments: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.payments.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "payments: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "payments_patch" {
  name          = "payments-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of payments",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart payments"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "checkout" {
  dashboard_name = "checkout"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.checkout.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "checkout: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.checkout.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "checkout: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.checkout.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "checkout: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.checkout.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "checkout: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.checkout.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "checkout: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "checkout_patch" {
  name          = "checkout-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of checkout",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart checkout"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "search" {
  dashboard_name = "search"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.search.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "search: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.search.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "search: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.search.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "search: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.search.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "search: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.search.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "search: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "search_patch" {
  name          = "search-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of search",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart search"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "catalog" {
  dashboard_name = "catalog"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.catalog.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "catalog: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.catalog.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "catalog: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.catalog.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "catalog: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.catalog.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "catalog: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.catalog.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "catalog: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "catalog_patch" {
  name          = "catalog-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of catalog",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart catalog"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "identity" {
  dashboard_name = "identity"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.identity.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "identity: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.identity.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "identity: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.identity.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "identity: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.identity.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "identity: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.identity.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "identity: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "identity_patch" {
  name          = "identity-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of identity",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart identity"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "billing" {
  dashboard_name = "billing"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.billing.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "billing: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.billing.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "billing: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.billing.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "billing: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.billing.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "billing: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.billing.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "billing: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "billing_patch" {
  name          = "billing-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of billing",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart billing"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "shipping" {
  dashboard_name = "shipping"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.shipping.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "shipping: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.shipping.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "shipping: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.shipping.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "shipping: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.shipping.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "shipping: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.shipping.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "shipping: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "shipping_patch" {
  name          = "shipping-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of shipping",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart shipping"
            ]
          }
        }
      ]
    }
  DOC
}

resource "aws_cloudwatch_dashboard" "returns" {
  dashboard_name = "returns"

  dashboard_body = <<EOF
{
  "widgets": [
    {
      "type": "metric",
      "x": 0,
      "y": 0,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "RequestCount", "LoadBalancer", "${aws_lb.returns.arn_suffix}", { "stat": "Sum", "label": "RequestCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "returns: RequestCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 6,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "LoadBalancer", "${aws_lb.returns.arn_suffix}", { "stat": "Sum", "label": "HTTPCode_Target_5XX_Count [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "returns: HTTPCode_Target_5XX_Count",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 12,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "TargetResponseTime", "LoadBalancer", "${aws_lb.returns.arn_suffix}", { "stat": "Sum", "label": "TargetResponseTime [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "returns: TargetResponseTime",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 18,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "HealthyHostCount", "LoadBalancer", "${aws_lb.returns.arn_suffix}", { "stat": "Sum", "label": "HealthyHostCount [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "returns: HealthyHostCount",
        "view": "timeSeries",
        "stacked": false
      }
    },
    {
      "type": "metric",
      "x": 0,
      "y": 24,
      "width": 12,
      "height": 6,
      "properties": {
        "metrics": [
          ["AWS/ApplicationELB", "CPUUtilization", "LoadBalancer", "${aws_lb.returns.arn_suffix}", { "stat": "Sum", "label": "CPUUtilization [avg: $${AVG}]" }],
          [".", ".", ".", ".", { "stat": "p99" }]
        ],
        "region": "${data.aws_region.current.name}",
        "title": "returns: CPUUtilization",
        "view": "timeSeries",
        "stacked": false
      }
    }
  ]
}
EOF
}

resource "aws_ssm_document" "returns_patch" {
  name          = "returns-patch"
  document_type = "Command"

  content = <<-DOC
    {
      "schemaVersion": "2.2",
      "description": "Patches the hosts of returns",
      "mainSteps": [
        {
          "action": "aws:runShellScript",
          "name": "patch",
          "inputs": {
            "runCommand": [
              "#!/bin/bash",
              "set -euo pipefail",
              "yum -y update --security",
              "systemctl restart returns"
            ]
          }
        }
      ]
    }
  DOC
}
