# ---------------------------------------------------------------------------------------------------------------------
# A VPC with public, private and database subnets over a number of availability zones.
# ---------------------------------------------------------------------------------------------------------------------

data "aws_availability_zones" "available" {
  state = "available"

  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

resource "aws_vpc" "this" {
  cidr_block                       = var.cidr
  instance_tenancy                 = "default"
  enable_dns_support               = true
  enable_dns_hostnames             = var.enable_dns_hostnames
  assign_generated_ipv6_cidr_block = var.ipv6

  tags = merge(
    local.tags,
    { "Name" = var.name },
  )
}

resource "aws_internet_gateway" "this" {
  count = length(var.public_subnets) > 0 ? 1 : 0

  vpc_id = aws_vpc.this.id
  tags   = merge(local.tags, { Name = "${var.name}-igw" })
}

resource "aws_subnet" "public" {
  for_each = { for index, cidr in var.public_subnets : local.zones[index] => cidr }

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value
  availability_zone       = each.key
  map_public_ip_on_launch = false # addresses are given by the load balancers only

  tags = merge(local.tags, {
    Name                     = format("%s-public-%s", var.name, each.key)
    "kubernetes.io/role/elb" = 1
  })
}

resource "aws_subnet" "private" {
  for_each = { for index, cidr in var.private_subnets : local.zones[index] => cidr }

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = each.key

  tags = merge(local.tags, {
    Name                              = format("%s-private-%s", var.name, each.key)
    "kubernetes.io/role/internal-elb" = 1
  })
}

resource "aws_subnet" "database" {
  count = length(var.database_subnets)

  vpc_id            = aws_vpc.this.id
  cidr_block        = var.database_subnets[count.index]
  availability_zone = element(local.zones, count.index)
  tags              = merge(local.tags, { Name = "${var.name}-db-${element(local.zones, count.index)}" })
}

resource "aws_eip" "nat" {
  count  = var.single_nat_gateway ? 1 : length(local.zones)
  domain = "vpc"

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  count = var.single_nat_gateway ? 1 : length(local.zones)

  allocation_id = aws_eip.nat[count.index].id
  subnet_id     = values(aws_subnet.public)[count.index].id

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [tags["LastSeen"]]
  }
}

resource "aws_route_table" "private" {
  for_each = aws_subnet.private

  vpc_id = aws_vpc.this.id

  dynamic "route" {
    for_each = concat(
      [{ cidr_block = "0.0.0.0/0", nat_gateway_id = try(aws_nat_gateway.this[0].id, null), gateway_id = null }],
      var.extra_routes,
    )
    content {
      cidr_block     = route.value.cidr_block
      nat_gateway_id = lookup(route.value, "nat_gateway_id", null)
      gateway_id     = lookup(route.value, "gateway_id", null)
    }
  }

  tags = { Name = "${var.name}-${each.key}" }
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[each.key].id
}

resource "aws_flow_log" "this" {
  log_destination      = aws_cloudwatch_log_group.flow.arn
  iam_role_arn         = aws_iam_role.flow.arn
  vpc_id               = aws_vpc.this.id
  traffic_type         = "ALL"
  max_aggregation_interval = 60
}

resource "aws_cloudwatch_log_group" "flow" {
  name              = "/aws/vpc/${var.name}/flow"
  retention_in_days = 365
  kms_key_id        = var.kms_key_arn
}

resource "aws_iam_role" "flow" {
  name_prefix = "${substr(var.name, 0, 16)}-flow-"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Action    = "sts:AssumeRole"
        Effect    = "Allow"
        Principal = { Service = "vpc-flow-logs.amazonaws.com" }
      },
    ]
  })
}

resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  // no rules: nothing may use the default group
}

resource "aws_network_acl" "database" {
  vpc_id     = aws_vpc.this.id
  subnet_ids = aws_subnet.database[*].id

  ingress {
    rule_no    = 100
    protocol   = "tcp"
    action     = "allow"
    cidr_block = var.cidr
    from_port  = 5432
    to_port    = 5432
  }

  egress {
    rule_no    = 100
    protocol   = "-1"
    action     = "allow"
    cidr_block = var.cidr
    from_port  = 0
    to_port    = 0
  }
}
