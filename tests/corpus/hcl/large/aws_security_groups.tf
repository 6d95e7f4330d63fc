# Security groups of the services, one per team.

# ------------------------------------------------------------------------------
# payments, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "payments_dev" {
  name        = "payments-dev"
  description = "Members of payments in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "payments-dev"
    Team        = "payments"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "payments_dev_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_dev.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  source_security_group_id = aws_security_group.analytics_dev.id
}

resource "aws_security_group_rule" "payments_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "payments_dev_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_dev.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  self              = true
}

resource "aws_security_group_rule" "payments_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.payments_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# checkout, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "checkout_dev" {
  name        = "checkout-dev"
  description = "Members of checkout in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "checkout-dev"
    Team        = "checkout"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "checkout_dev_443" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_dev.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  source_security_group_id = aws_security_group.reviews_dev.id
}

resource "aws_security_group_rule" "checkout_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  source_security_group_id = aws_security_group.catalog_dev.id
}

resource "aws_security_group_rule" "checkout_dev_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_dev.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  source_security_group_id = aws_security_group.media_dev.id
}

resource "aws_security_group_rule" "checkout_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.checkout_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# search, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "search_dev" {
  name        = "search-dev"
  description = "Members of search in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "search-dev"
    Team        = "search"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "search_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.search_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "search_dev_443" {
  type              = "ingress"
  security_group_id = aws_security_group.search_dev.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.138.0.0/16", "10.30.0.0/16"]
}

resource "aws_security_group_rule" "search_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.search_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "search_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.search_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# catalog, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "catalog_dev" {
  name        = "catalog-dev"
  description = "Members of catalog in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "catalog-dev"
    Team        = "catalog"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "catalog_dev_443" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_dev.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  source_security_group_id = aws_security_group.analytics_dev.id
}

resource "aws_security_group_rule" "catalog_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.reviews_dev.id
}

resource "aws_security_group_rule" "catalog_dev_22" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_dev.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  self              = true
}

resource "aws_security_group_rule" "catalog_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.catalog_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# identity, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "identity_dev" {
  name        = "identity-dev"
  description = "Members of identity in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "identity-dev"
    Team        = "identity"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "identity_dev_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_dev.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.236.0.0/16", "10.116.0.0/16"]
}

resource "aws_security_group_rule" "identity_dev_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_dev.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "identity_dev_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_dev.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  source_security_group_id = aws_security_group.fraud_dev.id
}

resource "aws_security_group_rule" "identity_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.identity_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# billing, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "billing_dev" {
  name        = "billing-dev"
  description = "Members of billing in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "billing-dev"
    Team        = "billing"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "billing_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  self              = true
}

resource "aws_security_group_rule" "billing_dev_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_dev.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  source_security_group_id = aws_security_group.identity_dev.id
}

resource "aws_security_group_rule" "billing_dev_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_dev.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.107.0.0/16", "10.42.0.0/16"]
}

resource "aws_security_group_rule" "billing_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.billing_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# shipping, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "shipping_dev" {
  name        = "shipping-dev"
  description = "Members of shipping in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "shipping-dev"
    Team        = "shipping"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "shipping_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  source_security_group_id = aws_security_group.payments_dev.id
}

resource "aws_security_group_rule" "shipping_dev_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_dev.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.142.0.0/16", "10.146.0.0/16"]
}

resource "aws_security_group_rule" "shipping_dev_22" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_dev.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  self              = true
}

resource "aws_security_group_rule" "shipping_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.shipping_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# returns, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "returns_dev" {
  name        = "returns-dev"
  description = "Members of returns in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "returns-dev"
    Team        = "returns"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "returns_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = ["10.23.0.0/16", "10.241.0.0/16"]
}

resource "aws_security_group_rule" "returns_dev_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_dev.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  source_security_group_id = aws_security_group.returns_dev.id
}

resource "aws_security_group_rule" "returns_dev_443" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_dev.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.187.0.0/16", "10.179.0.0/16"]
}

resource "aws_security_group_rule" "returns_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.returns_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# reviews, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "reviews_dev" {
  name        = "reviews-dev"
  description = "Members of reviews in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "reviews-dev"
    Team        = "reviews"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "reviews_dev_22" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_dev.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["10.183.0.0/16", "10.98.0.0/16"]
}

resource "aws_security_group_rule" "reviews_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = ["10.240.0.0/16", "10.118.0.0/16"]
}

resource "aws_security_group_rule" "reviews_dev_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_dev.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  self              = true
}

resource "aws_security_group_rule" "reviews_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.reviews_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# media, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "media_dev" {
  name        = "media-dev"
  description = "Members of media in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "media-dev"
    Team        = "media"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "media_dev_443" {
  type              = "ingress"
  security_group_id = aws_security_group.media_dev.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "media_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.media_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "media_dev_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.media_dev.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  self              = true
}

resource "aws_security_group_rule" "media_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.media_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# analytics, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "analytics_dev" {
  name        = "analytics-dev"
  description = "Members of analytics in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "analytics-dev"
    Team        = "analytics"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "analytics_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = ["10.110.0.0/16", "10.221.0.0/16"]
}

resource "aws_security_group_rule" "analytics_dev_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_dev.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  self              = true
}

resource "aws_security_group_rule" "analytics_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "analytics_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.analytics_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# fraud, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "fraud_dev" {
  name        = "fraud-dev"
  description = "Members of fraud in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "fraud-dev"
    Team        = "fraud"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "fraud_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "fraud_dev_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_dev.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "fraud_dev_22" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_dev.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["10.136.0.0/16", "10.94.0.0/16"]
}

resource "aws_security_group_rule" "fraud_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.fraud_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# pricing, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "pricing_dev" {
  name        = "pricing-dev"
  description = "Members of pricing in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "pricing-dev"
    Team        = "pricing"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "pricing_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  source_security_group_id = aws_security_group.media_dev.id
}

resource "aws_security_group_rule" "pricing_dev_22" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_dev.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  self              = true
}

resource "aws_security_group_rule" "pricing_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.shipping_dev.id
}

resource "aws_security_group_rule" "pricing_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.pricing_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# inventory, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "inventory_dev" {
  name        = "inventory-dev"
  description = "Members of inventory in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "inventory-dev"
    Team        = "inventory"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "inventory_dev_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_dev.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = [module.network["dev"].cidr]
}

resource "aws_security_group_rule" "inventory_dev_22" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_dev.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["10.41.0.0/16", "10.28.0.0/16"]
}

resource "aws_security_group_rule" "inventory_dev_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_dev.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  source_security_group_id = aws_security_group.media_dev.id
}

resource "aws_security_group_rule" "inventory_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.inventory_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# support, dev
# ------------------------------------------------------------------------------

resource "aws_security_group" "support_dev" {
  name        = "support-dev"
  description = "Members of support in dev"
  vpc_id      = module.network["dev"].vpc_id

  tags = merge(local.tags, {
    Name        = "support-dev"
    Team        = "support"
    Environment = "dev"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "support_dev_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.support_dev.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.checkout_dev.id
}

resource "aws_security_group_rule" "support_dev_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.support_dev.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "support_dev_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.support_dev.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.162.0.0/16", "10.64.0.0/16"]
}

resource "aws_security_group_rule" "support_dev_egress" {
  type              = "egress"
  security_group_id = aws_security_group.support_dev.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# payments, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "payments_staging" {
  name        = "payments-staging"
  description = "Members of payments in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "payments-staging"
    Team        = "payments"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "payments_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  self              = true
}

resource "aws_security_group_rule" "payments_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = ["10.122.0.0/16", "10.123.0.0/16"]
}

resource "aws_security_group_rule" "payments_staging_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_staging.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.36.0.0/16", "10.26.0.0/16"]
}

resource "aws_security_group_rule" "payments_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.payments_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# checkout, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "checkout_staging" {
  name        = "checkout-staging"
  description = "Members of checkout in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "checkout-staging"
    Team        = "checkout"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "checkout_staging_22" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_staging.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  source_security_group_id = aws_security_group.inventory_staging.id
}

resource "aws_security_group_rule" "checkout_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = ["10.243.0.0/16", "10.243.0.0/16"]
}

resource "aws_security_group_rule" "checkout_staging_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_staging.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  source_security_group_id = aws_security_group.search_staging.id
}

resource "aws_security_group_rule" "checkout_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.checkout_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# search, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "search_staging" {
  name        = "search-staging"
  description = "Members of search in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "search-staging"
    Team        = "search"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "search_staging_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.search_staging.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.221.0.0/16", "10.23.0.0/16"]
}

resource "aws_security_group_rule" "search_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.search_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "search_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.search_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = ["10.197.0.0/16", "10.57.0.0/16"]
}

resource "aws_security_group_rule" "search_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.search_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# catalog, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "catalog_staging" {
  name        = "catalog-staging"
  description = "Members of catalog in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "catalog-staging"
    Team        = "catalog"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "catalog_staging_22" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_staging.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "catalog_staging_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_staging.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "catalog_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "catalog_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.catalog_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# identity, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "identity_staging" {
  name        = "identity-staging"
  description = "Members of identity in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "identity-staging"
    Team        = "identity"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "identity_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = ["10.7.0.0/16", "10.7.0.0/16"]
}

resource "aws_security_group_rule" "identity_staging_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_staging.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.66.0.0/16", "10.49.0.0/16"]
}

resource "aws_security_group_rule" "identity_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = ["10.206.0.0/16", "10.239.0.0/16"]
}

resource "aws_security_group_rule" "identity_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.identity_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# billing, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "billing_staging" {
  name        = "billing-staging"
  description = "Members of billing in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "billing-staging"
    Team        = "billing"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "billing_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "billing_staging_443" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_staging.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  source_security_group_id = aws_security_group.billing_staging.id
}

resource "aws_security_group_rule" "billing_staging_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_staging.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = ["10.232.0.0/16", "10.167.0.0/16"]
}

resource "aws_security_group_rule" "billing_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.billing_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# shipping, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "shipping_staging" {
  name        = "shipping-staging"
  description = "Members of shipping in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "shipping-staging"
    Team        = "shipping"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "shipping_staging_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_staging.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  self              = true
}

resource "aws_security_group_rule" "shipping_staging_22" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_staging.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "shipping_staging_443" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_staging.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "shipping_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.shipping_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# returns, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "returns_staging" {
  name        = "returns-staging"
  description = "Members of returns in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "returns-staging"
    Team        = "returns"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "returns_staging_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_staging.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  self              = true
}

resource "aws_security_group_rule" "returns_staging_22" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_staging.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  source_security_group_id = aws_security_group.returns_staging.id
}

resource "aws_security_group_rule" "returns_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "returns_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.returns_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# reviews, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "reviews_staging" {
  name        = "reviews-staging"
  description = "Members of reviews in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "reviews-staging"
    Team        = "reviews"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "reviews_staging_443" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_staging.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "reviews_staging_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_staging.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "reviews_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "reviews_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.reviews_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# media, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "media_staging" {
  name        = "media-staging"
  description = "Members of media in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "media-staging"
    Team        = "media"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "media_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.media_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.payments_staging.id
}

resource "aws_security_group_rule" "media_staging_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.media_staging.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "media_staging_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.media_staging.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "media_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.media_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# analytics, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "analytics_staging" {
  name        = "analytics-staging"
  description = "Members of analytics in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "analytics-staging"
    Team        = "analytics"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "analytics_staging_443" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_staging.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.128.0.0/16", "10.61.0.0/16"]
}

resource "aws_security_group_rule" "analytics_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "analytics_staging_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_staging.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = ["10.232.0.0/16", "10.189.0.0/16"]
}

resource "aws_security_group_rule" "analytics_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.analytics_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# fraud, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "fraud_staging" {
  name        = "fraud-staging"
  description = "Members of fraud in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "fraud-staging"
    Team        = "fraud"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "fraud_staging_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_staging.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  self              = true
}

resource "aws_security_group_rule" "fraud_staging_22" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_staging.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "fraud_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.reviews_staging.id
}

resource "aws_security_group_rule" "fraud_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.fraud_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# pricing, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "pricing_staging" {
  name        = "pricing-staging"
  description = "Members of pricing in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "pricing-staging"
    Team        = "pricing"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "pricing_staging_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_staging.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "pricing_staging_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_staging.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  source_security_group_id = aws_security_group.search_staging.id
}

resource "aws_security_group_rule" "pricing_staging_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_staging.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "pricing_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.pricing_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# inventory, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "inventory_staging" {
  name        = "inventory-staging"
  description = "Members of inventory in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "inventory-staging"
    Team        = "inventory"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "inventory_staging_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_staging.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.63.0.0/16", "10.48.0.0/16"]
}

resource "aws_security_group_rule" "inventory_staging_443" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_staging.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "inventory_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.reviews_staging.id
}

resource "aws_security_group_rule" "inventory_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.inventory_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# support, staging
# ------------------------------------------------------------------------------

resource "aws_security_group" "support_staging" {
  name        = "support-staging"
  description = "Members of support in staging"
  vpc_id      = module.network["staging"].vpc_id

  tags = merge(local.tags, {
    Name        = "support-staging"
    Team        = "support"
    Environment = "staging"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "support_staging_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.support_staging.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = [module.network["staging"].cidr]
}

resource "aws_security_group_rule" "support_staging_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.support_staging.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  self              = true
}

resource "aws_security_group_rule" "support_staging_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.support_staging.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  cidr_blocks       = ["10.241.0.0/16", "10.63.0.0/16"]
}

resource "aws_security_group_rule" "support_staging_egress" {
  type              = "egress"
  security_group_id = aws_security_group.support_staging.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# payments, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "payments_prod" {
  name        = "payments-prod"
  description = "Members of payments in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "payments-prod"
    Team        = "payments"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "payments_prod_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_prod.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  self              = true
}

resource "aws_security_group_rule" "payments_prod_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_prod.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "payments_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.payments_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.18.0.0/16", "10.54.0.0/16"]
}

resource "aws_security_group_rule" "payments_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.payments_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# checkout, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "checkout_prod" {
  name        = "checkout-prod"
  description = "Members of checkout in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "checkout-prod"
    Team        = "checkout"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "checkout_prod_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_prod.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.164.0.0/16", "10.169.0.0/16"]
}

resource "aws_security_group_rule" "checkout_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "checkout_prod_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.checkout_prod.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  source_security_group_id = aws_security_group.returns_prod.id
}

resource "aws_security_group_rule" "checkout_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.checkout_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# search, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "search_prod" {
  name        = "search-prod"
  description = "Members of search in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "search-prod"
    Team        = "search"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "search_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.search_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "search_prod_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.search_prod.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  self              = true
}

resource "aws_security_group_rule" "search_prod_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.search_prod.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = ["10.107.0.0/16", "10.50.0.0/16"]
}

resource "aws_security_group_rule" "search_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.search_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# catalog, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "catalog_prod" {
  name        = "catalog-prod"
  description = "Members of catalog in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "catalog-prod"
    Team        = "catalog"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "catalog_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  self              = true
}

resource "aws_security_group_rule" "catalog_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "catalog_prod_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.catalog_prod.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.132.0.0/16", "10.159.0.0/16"]
}

resource "aws_security_group_rule" "catalog_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.catalog_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# identity, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "identity_prod" {
  name        = "identity-prod"
  description = "Members of identity in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "identity-prod"
    Team        = "identity"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "identity_prod_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_prod.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  source_security_group_id = aws_security_group.support_prod.id
}

resource "aws_security_group_rule" "identity_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  source_security_group_id = aws_security_group.checkout_prod.id
}

resource "aws_security_group_rule" "identity_prod_22" {
  type              = "ingress"
  security_group_id = aws_security_group.identity_prod.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["10.199.0.0/16", "10.46.0.0/16"]
}

resource "aws_security_group_rule" "identity_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.identity_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# billing, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "billing_prod" {
  name        = "billing-prod"
  description = "Members of billing in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "billing-prod"
    Team        = "billing"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "billing_prod_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_prod.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = ["10.233.0.0/16", "10.173.0.0/16"]
}

resource "aws_security_group_rule" "billing_prod_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_prod.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  self              = true
}

resource "aws_security_group_rule" "billing_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.billing_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = ["10.83.0.0/16", "10.22.0.0/16"]
}

resource "aws_security_group_rule" "billing_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.billing_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# shipping, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "shipping_prod" {
  name        = "shipping-prod"
  description = "Members of shipping in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "shipping-prod"
    Team        = "shipping"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "shipping_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.229.0.0/16", "10.18.0.0/16"]
}

resource "aws_security_group_rule" "shipping_prod_22" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_prod.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["10.162.0.0/16", "10.22.0.0/16"]
}

resource "aws_security_group_rule" "shipping_prod_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.shipping_prod.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "shipping_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.shipping_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# returns, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "returns_prod" {
  name        = "returns-prod"
  description = "Members of returns in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "returns-prod"
    Team        = "returns"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "returns_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "returns_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "returns_prod_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.returns_prod.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "returns_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.returns_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# reviews, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "reviews_prod" {
  name        = "reviews-prod"
  description = "Members of reviews in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "reviews-prod"
    Team        = "reviews"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "reviews_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.46.0.0/16", "10.51.0.0/16"]
}

resource "aws_security_group_rule" "reviews_prod_8080" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_prod.id
  description       = "plain HTTP from the mesh"
  protocol          = "tcp"
  from_port         = 8080
  to_port           = 8080
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "reviews_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.reviews_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "reviews_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.reviews_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# media, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "media_prod" {
  name        = "media-prod"
  description = "Members of media in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "media-prod"
    Team        = "media"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "media_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.media_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  source_security_group_id = aws_security_group.identity_prod.id
}

resource "aws_security_group_rule" "media_prod_9092" {
  type              = "ingress"
  security_group_id = aws_security_group.media_prod.id
  description       = "Kafka"
  protocol          = "tcp"
  from_port         = 9092
  to_port           = 9092
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "media_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.media_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "media_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.media_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# analytics, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "analytics_prod" {
  name        = "analytics-prod"
  description = "Members of analytics in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "analytics-prod"
    Team        = "analytics"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "analytics_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  self              = true
}

resource "aws_security_group_rule" "analytics_prod_22" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_prod.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "analytics_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.analytics_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "analytics_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.analytics_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# fraud, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "fraud_prod" {
  name        = "fraud-prod"
  description = "Members of fraud in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "fraud-prod"
    Team        = "fraud"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "fraud_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  source_security_group_id = aws_security_group.inventory_prod.id
}

resource "aws_security_group_rule" "fraud_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = ["10.189.0.0/16", "10.225.0.0/16"]
}

resource "aws_security_group_rule" "fraud_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.fraud_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  source_security_group_id = aws_security_group.shipping_prod.id
}

resource "aws_security_group_rule" "fraud_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.fraud_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# pricing, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "pricing_prod" {
  name        = "pricing-prod"
  description = "Members of pricing in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "pricing-prod"
    Team        = "pricing"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "pricing_prod_22" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_prod.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "pricing_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  self              = true
}

resource "aws_security_group_rule" "pricing_prod_6379" {
  type              = "ingress"
  security_group_id = aws_security_group.pricing_prod.id
  description       = "Redis"
  protocol          = "tcp"
  from_port         = 6379
  to_port           = 6379
  self              = true
}

resource "aws_security_group_rule" "pricing_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.pricing_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# inventory, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "inventory_prod" {
  name        = "inventory-prod"
  description = "Members of inventory in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "inventory-prod"
    Team        = "inventory"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "inventory_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.248.0.0/16", "10.140.0.0/16"]
}

resource "aws_security_group_rule" "inventory_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = ["10.8.0.0/16", "10.247.0.0/16"]
}

resource "aws_security_group_rule" "inventory_prod_22" {
  type              = "ingress"
  security_group_id = aws_security_group.inventory_prod.id
  description       = "SSH from the bastion"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  source_security_group_id = aws_security_group.catalog_prod.id
}

resource "aws_security_group_rule" "inventory_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.inventory_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# ------------------------------------------------------------------------------
# support, prod
# ------------------------------------------------------------------------------

resource "aws_security_group" "support_prod" {
  name        = "support-prod"
  description = "Members of support in prod"
  vpc_id      = module.network["prod"].vpc_id

  tags = merge(local.tags, {
    Name        = "support-prod"
    Team        = "support"
    Environment = "prod"
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group_rule" "support_prod_9090" {
  type              = "ingress"
  security_group_id = aws_security_group.support_prod.id
  description       = "metrics"
  protocol          = "tcp"
  from_port         = 9090
  to_port           = 9090
  cidr_blocks       = [module.network["prod"].cidr]
}

resource "aws_security_group_rule" "support_prod_5432" {
  type              = "ingress"
  security_group_id = aws_security_group.support_prod.id
  description       = "PostgreSQL"
  protocol          = "tcp"
  from_port         = 5432
  to_port           = 5432
  source_security_group_id = aws_security_group.catalog_prod.id
}

resource "aws_security_group_rule" "support_prod_443" {
  type              = "ingress"
  security_group_id = aws_security_group.support_prod.id
  description       = "HTTPS from the load balancer"
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  source_security_group_id = aws_security_group.checkout_prod.id
}

resource "aws_security_group_rule" "support_prod_egress" {
  type              = "egress"
  security_group_id = aws_security_group.support_prod.id
  protocol          = "-1" # everything
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}
