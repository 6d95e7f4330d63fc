resource "random_password" "master" {
  length           = 32
  special          = true
  override_special = "!#$%&*()-_=+[]{}<>:?"
}

resource "aws_db_instance" "this" {
  identifier     = var.identifier
  engine         = "postgres"
  engine_version = "16.2"
  instance_class = var.instance_class

  allocated_storage     = 100
  max_allocated_storage = 1000
  storage_type          = "gp3"
  storage_encrypted     = true
  kms_key_id            = var.kms_key_id

  db_name  = replace(var.identifier, "/[^a-z0-9]/", "")
  username = "master"
  password = random_password.master.result
  port     = 5432

  multi_az                            = var.environment == "prod"
  publicly_accessible                 = false
  iam_database_authentication_enabled = true
  deletion_protection                 = var.environment == "prod" ? true : false
  backup_retention_period             = var.environment == "prod" ? 35 : 7
  skip_final_snapshot                 = !(var.environment == "prod")
  final_snapshot_identifier           = "${var.identifier}-final-${formatdate("YYYYMMDDhhmmss", timestamp())}"
  copy_tags_to_snapshot               = true
  auto_minor_version_upgrade          = true
  performance_insights_enabled        = true
  performance_insights_retention_period = 7
  monitoring_interval                 = 60
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"

  vpc_security_group_ids = [aws_security_group.this.id]
  db_subnet_group_name   = aws_db_subnet_group.this.name
  parameter_group_name   = aws_db_parameter_group.this.name

  lifecycle {
    ignore_changes = [password, final_snapshot_identifier]

    precondition {
      condition     = var.environment != "prod" || can(regex("^db\\.(r|m)[5-7]g?\\.", var.instance_class))
      error_message = "Production needs an instance of the m or r families, not ${var.instance_class}."
    }
  }
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.identifier}-"
  family      = "postgres16"

  dynamic "parameter" {
    for_each = merge({
      "rds.force_ssl"              = "1"
      "log_connections"            = "1"
      "log_disconnections"         = "1"
      "log_min_duration_statement" = "1000"
      "shared_preload_libraries"   = "pg_stat_statements"
    }, var.parameters)

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = contains(["rds.force_ssl", "shared_preload_libraries"], parameter.key) ? "pending-reboot" : "immediate"
    }
  }
}

resource "aws_db_subnet_group" "this" {
  name       = var.identifier
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "this" {
  name   = "${var.identifier}-db"
  vpc_id = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = { for client in var.clients : client.name => client }

  security_group_id            = aws_security_group.this.id
  referenced_security_group_id = each.value.security_group_id
  cidr_ipv4                    = each.value.cidr
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  description                  = "from ${each.key}"
}

resource "aws_secretsmanager_secret" "master" {
  name_prefix             = "${var.identifier}/master-"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "master" {
  secret_id = aws_secretsmanager_secret.master.id
  secret_string = jsonencode({
    engine   = aws_db_instance.this.engine
    host     = aws_db_instance.this.address
    port     = aws_db_instance.this.port
    username = aws_db_instance.this.username
    password = random_password.master.result
    url      = "postgresql://${aws_db_instance.this.username}:${urlencode(random_password.master.result)}@${aws_db_instance.this.endpoint}/${aws_db_instance.this.db_name}?sslmode=verify-full"
  })
}
