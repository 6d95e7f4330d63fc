"""Configurations of any size for benchmarks: varied resources, nested modules, many instances, a plan."""

from __future__ import annotations

import json
from pathlib import Path

_HEAD = """\
variable "environment" { default = "prod" }

variable "open" {
  type    = bool
  default = false
}

variable "ports" { default = [22, 443, 5432] }

locals {
  name = "shop-${var.environment}"
  tags = merge({ Name = local.name }, var.open ? { open = "yes" } : {})
}
"""

_SHAPES = (
    """\
resource "aws_s3_bucket" "r{n}" {{
  bucket = "${{local.name}}-{n}"
  tags   = merge(local.tags, {{ Index = "{n}" }})
}}
""",
    """\
resource "aws_s3_bucket_versioning" "r{n}" {{
  bucket = aws_s3_bucket.r{first}.id

  versioning_configuration {{
    status = var.environment == "prod" ? "Enabled" : "Suspended"
  }}
}}
""",
    """\
resource "aws_security_group" "r{n}" {{
  name = format("%s-%02d", local.name, {n})

  dynamic "ingress" {{
    for_each = var.ports
    content {{
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ingress.value == 443 ? ["0.0.0.0/0"] : [cidrsubnet("10.0.0.0/8", 8, {n} % 256)]
    }}
  }}
  tags = local.tags
}}
""",
    """\
resource "aws_iam_policy" "r{n}" {{
  name = "${{local.name}}-{n}"
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [{{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "arn:aws:s3:::${{local.name}}-{n}/*"
    }}]
  }})
}}
""",
    """\
resource "aws_db_instance" "r{n}" {{
  identifier              = "${{local.name}}-{n}"
  engine                  = "postgres"
  instance_class          = "db.t3.micro"
  storage_encrypted       = !var.open
  publicly_accessible     = var.open
  backup_retention_period = var.environment == "prod" ? 14 : 1
  vpc_security_group_ids  = [aws_security_group.r{group}.id]
  tags                    = local.tags
}}
""",
    """\
resource "aws_instance" "r{n}" {{
  ami                    = "ami-12345678"
  instance_type          = lookup({{ prod = "m5.large" }}, var.environment, "t3.micro")
  vpc_security_group_ids = [aws_security_group.r{group}.id]

  metadata_options {{
    http_tokens = "required"
  }}

  root_block_device {{
    encrypted   = true
    volume_size = max(20, {n} % 100)
  }}
  user_data = <<-EOT
    #!/bin/sh
    echo ${{local.name}} %{{ for port in var.ports ~}} ${{port}} %{{ endfor ~}}
  EOT
}}
""",
    """\
resource "aws_kms_key" "r{n}" {{
  description         = join(" ", ["key", local.name, {n}])
  enable_key_rotation = true
}}
""",
    """\
resource "aws_cloudwatch_log_group" "r{n}" {{
  name              = "/shop/${{upper(local.name)}}/{n}"
  retention_in_days = var.environment == "prod" ? 365 : 30
  kms_key_id        = aws_kms_key.r{key}.arn
}}
""",
)


def varied(folder: Path, copies: int) -> int:
    """64 varied resources, copied, each copy in a file of its own. Gives the number of resources."""
    (folder / "head.tf").write_text(_HEAD, encoding="utf-8")
    for copy in range(copies):
        texts = []
        for number in range(copy * 64, copy * 64 + 64):
            first = number - number % 8
            names = {"n": number, "first": first, "group": first + 2, "key": first + 6}
            texts.append(_SHAPES[number % 8].format(**names))
        (folder / f"copy{copy}.tf").write_text("\n".join(texts), encoding="utf-8")
    return copies * 64


def nested(folder: Path, depth: int, fan_out: int = 3, body: int = 20) -> int:
    """Modules that call the next level `fan_out` times, `body` resources in each. Gives the number of resources."""
    total = 0
    for level in range(depth):
        module = folder / f"level{level}" if level else folder
        module.mkdir(exist_ok=True)
        head = 'variable "name" { default = "root" }\n'
        head += 'locals {\n  name = "${var.name}-x"\n  tags = { Name = local.name }\n}\n'
        resources = "\n".join(
            f'resource "aws_s3_bucket" "b{n}" {{\n  bucket = "${{local.name}}-{n}"\n  tags   = local.tags\n}}\n'
            for n in range(body)
        )
        source = f"./level{level + 1}" if not level else f"../level{level + 1}"
        calls = "\n".join(
            f'module "m{n}" {{\n  source = "{source}"\n  name   = "${{local.name}}-{n}"\n}}\n'
            for n in range(fan_out if level + 1 < depth else 0)
        )
        (module / "main.tf").write_text(head + resources + calls, encoding="utf-8")
        total += body * fan_out**level
    return total


def counted(folder: Path, instances: int) -> int:
    """One resource block with so many instances."""
    text = (
        f'resource "aws_s3_bucket_acl" "many" {{\n  count  = {instances}\n  bucket = "bucket-${{count.index}}"\n'
        '  acl    = count.index % 1000 == 0 ? "public-read" : "private"\n}\n'
    )
    (folder / "main.tf").write_text(text, encoding="utf-8")
    return instances


def plan(folder: Path, megabytes: int) -> int:
    """A plan, as `terraform show -json` prints one, of about so many MB. Gives the number of resources."""
    resources: list[dict[str, object]] = []
    changes: list[dict[str, object]] = []
    size = number = 0
    while size < megabytes * 1_000_000:
        address = f"aws_db_instance.db[{number}]"
        values = {
            "identifier": f"db-{number}",
            "engine": "postgres",
            "instance_class": "db.t3.micro",
            "storage_encrypted": number % 50 != 0,
            "publicly_accessible": False,
            "backup_retention_period": 7,
            "multi_az": True,
            "deletion_protection": number % 50 != 0,
            "tags": {"Name": f"db-{number}", "Team": "shop"},
            "restore_to_point_in_time": [],
            "timeouts": None,
        }
        common = {"address": address, "mode": "managed", "type": "aws_db_instance", "name": "db", "index": number}
        resources.append({**common, "schema_version": 2, "values": values, "sensitive_values": {"tags": {}}})
        unknown = {"arn": True, "id": True, "endpoint": True, "address": True, "kms_key_id": True, "tags": {}}
        change = {
            "actions": ["create"],
            "before": None,
            "after": values,
            "after_unknown": unknown,
            "after_sensitive": {},
        }
        changes.append({**common, "provider_name": "registry.terraform.io/hashicorp/aws", "change": change})
        size += len(json.dumps(resources[-1])) + len(json.dumps(changes[-1]))
        number += 1
    document = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": [{"address": "aws_db_instance.db", "mode": "managed",
                                                         "type": "aws_db_instance", "name": "db"}]}},
    }  # fmt: skip
    (folder / "plan.json").write_text(json.dumps(document), encoding="utf-8")
    return number
