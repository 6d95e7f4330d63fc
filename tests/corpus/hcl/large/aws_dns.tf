locals {
  zone = data.aws_route53_zone.main.zone_id

  # name => type, ttl and values; kept in alphabetical order
  records = {
    "pricing-000" = { type = "CNAME", ttl = 60, values = ["pricing.eu-central-1.elb.amazonaws.com"] }
    "checkout-001" = {
      type   = "A"
      ttl    = 300
      values = ["10.18.76.134", "10.241.149.49"]
    }
    shipping-002 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=393cbcdd42c927b9"] } # shipping
    pricing-003 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "reviews-004" = { type = "CNAME", ttl = 300, values = ["reviews.eu-central-1.elb.amazonaws.com"] }
    "returns-005" = {
      type   = "A"
      ttl    = 300
      values = ["10.71.245.80", "10.165.214.226"]
    }
    catalog-006 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=86ba22dd79ad8999"] } # catalog
    catalog-007 = {
      type   = "CNAME"
      values = ["${module.catalog.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "shipping-008" = { type = "CNAME", ttl = 3600, values = ["shipping.eu-central-1.elb.amazonaws.com"] }
    "analytics-009" = {
      type   = "A"
      ttl    = 300
      values = ["10.78.14.5", "10.49.127.226"]
    }
    analytics-010 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=6b86290ba5acd341"] } # analytics
    checkout-011 = {
      type   = "CNAME"
      values = ["${module.checkout.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "analytics-012" = { type = "CNAME", ttl = 300, values = ["analytics.eu-central-1.elb.amazonaws.com"] }
    "support-013" = {
      type   = "A"
      ttl    = 300
      values = ["10.94.58.126", "10.8.178.86"]
    }
    fraud-014 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=5cc0ff066ba99d01"] } # fraud
    analytics-015 = {
      type   = "CNAME"
      values = ["${module.analytics.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "payments-016" = { type = "CNAME", ttl = 300, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "fraud-017" = {
      type   = "A"
      ttl    = 300
      values = ["10.216.129.17", "10.52.126.248"]
    }
    catalog-018 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=c40f36094fcc9a5c"] } # catalog
    inventory-019 = {
      type   = "CNAME"
      values = ["${module.inventory.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "returns-020" = { type = "CNAME", ttl = 60, values = ["returns.eu-central-1.elb.amazonaws.com"] }
    "identity-021" = {
      type   = "A"
      ttl    = 300
      values = ["10.194.227.75", "10.27.243.159"]
    }
    returns-022 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=2ff3c23c9c2f6723"] } # returns
    support-023 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "shipping-024" = { type = "CNAME", ttl = 3600, values = ["shipping.eu-central-1.elb.amazonaws.com"] }
    "payments-025" = {
      type   = "A"
      ttl    = 300
      values = ["10.242.152.37", "10.236.100.13"]
    }
    catalog-026 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=f95fe8a0060c8804"] } # catalog
    media-027 = {
      type   = "CNAME"
      values = ["${module.media.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "payments-028" = { type = "CNAME", ttl = 3600, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "payments-029" = {
      type   = "A"
      ttl    = 300
      values = ["10.47.100.115", "10.229.182.226"]
    }
    billing-030 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=1cfb0a06bb93c8eb"] } # billing
    checkout-031 = {
      type   = "CNAME"
      values = ["${module.checkout.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "catalog-032" = { type = "CNAME", ttl = 60, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "analytics-033" = {
      type   = "A"
      ttl    = 300
      values = ["10.239.134.191", "10.119.8.79"]
    }
    analytics-034 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=60ed33a0b9b253e3"] } # analytics
    inventory-035 = {
      type   = "CNAME"
      values = ["${module.inventory.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "returns-036" = { type = "CNAME", ttl = 60, values = ["returns.eu-central-1.elb.amazonaws.com"] }
    "checkout-037" = {
      type   = "A"
      ttl    = 300
      values = ["10.0.20.71", "10.20.89.107"]
    }
    support-038 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=8fa624f71fab5884"] } # support
    pricing-039 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "billing-040" = { type = "CNAME", ttl = 300, values = ["billing.eu-central-1.elb.amazonaws.com"] }
    "inventory-041" = {
      type   = "A"
      ttl    = 300
      values = ["10.205.110.22", "10.12.180.121"]
    }
    catalog-042 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=8aa1a59c5f6a35d9"] } # catalog
    support-043 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "billing-044" = { type = "CNAME", ttl = 300, values = ["billing.eu-central-1.elb.amazonaws.com"] }
    "fraud-045" = {
      type   = "A"
      ttl    = 300
      values = ["10.229.121.7", "10.161.105.63"]
    }
    pricing-046 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=c4445aaea01ac23a"] } # pricing
    shipping-047 = {
      type   = "CNAME"
      values = ["${module.shipping.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "payments-048" = { type = "CNAME", ttl = 300, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "checkout-049" = {
      type   = "A"
      ttl    = 300
      values = ["10.205.235.15", "10.65.49.191"]
    }
    checkout-050 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=9b09ab55e6077d79"] } # checkout
    billing-051 = {
      type   = "CNAME"
      values = ["${module.billing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "billing-052" = { type = "CNAME", ttl = 3600, values = ["billing.eu-central-1.elb.amazonaws.com"] }
    "payments-053" = {
      type   = "A"
      ttl    = 300
      values = ["10.67.191.183", "10.176.81.236"]
    }
    identity-054 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=f72d3c4c22cab7"] } # identity
    fraud-055 = {
      type   = "CNAME"
      values = ["${module.fraud.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "inventory-056" = { type = "CNAME", ttl = 60, values = ["inventory.eu-central-1.elb.amazonaws.com"] }
    "checkout-057" = {
      type   = "A"
      ttl    = 300
      values = ["10.121.183.244", "10.119.244.198"]
    }
    shipping-058 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=40449aa0ca304218"] } # shipping
    support-059 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "search-060" = { type = "CNAME", ttl = 300, values = ["search.eu-central-1.elb.amazonaws.com"] }
    "search-061" = {
      type   = "A"
      ttl    = 300
      values = ["10.2.205.238", "10.189.77.210"]
    }
    fraud-062 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=26bc9858c5d6d5e9"] } # fraud
    media-063 = {
      type   = "CNAME"
      values = ["${module.media.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "inventory-064" = { type = "CNAME", ttl = 300, values = ["inventory.eu-central-1.elb.amazonaws.com"] }
    "returns-065" = {
      type   = "A"
      ttl    = 300
      values = ["10.92.200.200", "10.152.20.131"]
    }
    catalog-066 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=c0bd1d8464457ea4"] } # catalog
    search-067 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "checkout-068" = { type = "CNAME", ttl = 3600, values = ["checkout.eu-central-1.elb.amazonaws.com"] }
    "payments-069" = {
      type   = "A"
      ttl    = 300
      values = ["10.123.141.139", "10.83.41.250"]
    }
    shipping-070 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=1aefca62e22b64a6"] } # shipping
    checkout-071 = {
      type   = "CNAME"
      values = ["${module.checkout.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "checkout-072" = { type = "CNAME", ttl = 60, values = ["checkout.eu-central-1.elb.amazonaws.com"] }
    "checkout-073" = {
      type   = "A"
      ttl    = 300
      values = ["10.107.127.253", "10.181.248.114"]
    }
    search-074 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=2207c6c03bf449fd"] } # search
    shipping-075 = {
      type   = "CNAME"
      values = ["${module.shipping.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "support-076" = { type = "CNAME", ttl = 3600, values = ["support.eu-central-1.elb.amazonaws.com"] }
    "catalog-077" = {
      type   = "A"
      ttl    = 300
      values = ["10.191.137.216", "10.198.170.194"]
    }
    checkout-078 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=d7435571c79dbc12"] } # checkout
    identity-079 = {
      type   = "CNAME"
      values = ["${module.identity.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "media-080" = { type = "CNAME", ttl = 300, values = ["media.eu-central-1.elb.amazonaws.com"] }
    "billing-081" = {
      type   = "A"
      ttl    = 300
      values = ["10.65.188.66", "10.50.112.63"]
    }
    search-082 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=3c49fdbd3ece9f2c"] } # search
    search-083 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "catalog-084" = { type = "CNAME", ttl = 300, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "checkout-085" = {
      type   = "A"
      ttl    = 300
      values = ["10.101.64.254", "10.62.129.134"]
    }
    catalog-086 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=cef61d03a64ed996"] } # catalog
    checkout-087 = {
      type   = "CNAME"
      values = ["${module.checkout.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "checkout-088" = { type = "CNAME", ttl = 60, values = ["checkout.eu-central-1.elb.amazonaws.com"] }
    "returns-089" = {
      type   = "A"
      ttl    = 300
      values = ["10.226.209.59", "10.215.114.234"]
    }
    billing-090 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=e07b59d80a5527a2"] } # billing
    identity-091 = {
      type   = "CNAME"
      values = ["${module.identity.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "payments-092" = { type = "CNAME", ttl = 60, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "media-093" = {
      type   = "A"
      ttl    = 300
      values = ["10.249.211.149", "10.49.238.19"]
    }
    billing-094 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=ddba8547833e469f"] } # billing
    search-095 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "identity-096" = { type = "CNAME", ttl = 3600, values = ["identity.eu-central-1.elb.amazonaws.com"] }
    "payments-097" = {
      type   = "A"
      ttl    = 300
      values = ["10.27.163.152", "10.181.158.89"]
    }
    catalog-098 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=5e63af1609969e7c"] } # catalog
    billing-099 = {
      type   = "CNAME"
      values = ["${module.billing.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "catalog-100" = { type = "CNAME", ttl = 300, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "payments-101" = {
      type   = "A"
      ttl    = 300
      values = ["10.153.187.166", "10.233.52.208"]
    }
    payments-102 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=53c69b0ad19f0be9"] } # payments
    shipping-103 = {
      type   = "CNAME"
      values = ["${module.shipping.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "media-104" = { type = "CNAME", ttl = 300, values = ["media.eu-central-1.elb.amazonaws.com"] }
    "checkout-105" = {
      type   = "A"
      ttl    = 300
      values = ["10.52.8.203", "10.126.140.123"]
    }
    checkout-106 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=19f48c75687dd512"] } # checkout
    pricing-107 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "reviews-108" = { type = "CNAME", ttl = 60, values = ["reviews.eu-central-1.elb.amazonaws.com"] }
    "analytics-109" = {
      type   = "A"
      ttl    = 300
      values = ["10.136.23.167", "10.41.101.178"]
    }
    identity-110 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=fcfd36d168e7ed23"] } # identity
    identity-111 = {
      type   = "CNAME"
      values = ["${module.identity.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "payments-112" = { type = "CNAME", ttl = 300, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "fraud-113" = {
      type   = "A"
      ttl    = 300
      values = ["10.145.226.91", "10.106.106.4"]
    }
    inventory-114 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=ff2282e6c4440054"] } # inventory
    pricing-115 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "catalog-116" = { type = "CNAME", ttl = 300, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "fraud-117" = {
      type   = "A"
      ttl    = 300
      values = ["10.103.52.241", "10.1.111.230"]
    }
    search-118 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=1d10e9316c7b31e2"] } # search
    inventory-119 = {
      type   = "CNAME"
      values = ["${module.inventory.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "media-120" = { type = "CNAME", ttl = 300, values = ["media.eu-central-1.elb.amazonaws.com"] }
    "returns-121" = {
      type   = "A"
      ttl    = 300
      values = ["10.197.41.33", "10.3.13.141"]
    }
    search-122 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=ce74b3c4a402bb72"] } # search
    support-123 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "media-124" = { type = "CNAME", ttl = 3600, values = ["media.eu-central-1.elb.amazonaws.com"] }
    "support-125" = {
      type   = "A"
      ttl    = 300
      values = ["10.94.188.129", "10.43.37.89"]
    }
    identity-126 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=856aab1d296cb08c"] } # identity
    search-127 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "shipping-128" = { type = "CNAME", ttl = 300, values = ["shipping.eu-central-1.elb.amazonaws.com"] }
    "pricing-129" = {
      type   = "A"
      ttl    = 300
      values = ["10.206.202.247", "10.206.50.77"]
    }
    search-130 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=f16d68f3d658c99a"] } # search
    payments-131 = {
      type   = "CNAME"
      values = ["${module.payments.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "payments-132" = { type = "CNAME", ttl = 3600, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "support-133" = {
      type   = "A"
      ttl    = 300
      values = ["10.162.99.22", "10.231.182.158"]
    }
    fraud-134 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=e4219307d31615e5"] } # fraud
    search-135 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 8080 }
    }
    "shipping-136" = { type = "CNAME", ttl = 3600, values = ["shipping.eu-central-1.elb.amazonaws.com"] }
    "inventory-137" = {
      type   = "A"
      ttl    = 300
      values = ["10.50.212.121", "10.46.144.55"]
    }
    payments-138 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=f044c0326655b9f0"] } # payments
    reviews-139 = {
      type   = "CNAME"
      values = ["${module.reviews.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "billing-140" = { type = "CNAME", ttl = 60, values = ["billing.eu-central-1.elb.amazonaws.com"] }
    "search-141" = {
      type   = "A"
      ttl    = 300
      values = ["10.63.248.185", "10.208.229.49"]
    }
    payments-142 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=8ff5ba77e244d05f"] } # payments
    inventory-143 = {
      type   = "CNAME"
      values = ["${module.inventory.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 8080 }
    }
    "inventory-144" = { type = "CNAME", ttl = 300, values = ["inventory.eu-central-1.elb.amazonaws.com"] }
    "checkout-145" = {
      type   = "A"
      ttl    = 300
      values = ["10.99.153.116", "10.140.217.160"]
    }
    pricing-146 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=a626b0974e640cd4"] } # pricing
    shipping-147 = {
      type   = "CNAME"
      values = ["${module.shipping.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "catalog-148" = { type = "CNAME", ttl = 300, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "shipping-149" = {
      type   = "A"
      ttl    = 300
      values = ["10.168.94.114", "10.128.112.45"]
    }
    payments-150 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=9e6fb2b700e5e813"] } # payments
    returns-151 = {
      type   = "CNAME"
      values = ["${module.returns.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "returns-152" = { type = "CNAME", ttl = 3600, values = ["returns.eu-central-1.elb.amazonaws.com"] }
    "pricing-153" = {
      type   = "A"
      ttl    = 300
      values = ["10.209.117.214", "10.45.207.121"]
    }
    shipping-154 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=112ed1df1b69567e"] } # shipping
    search-155 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "billing-156" = { type = "CNAME", ttl = 60, values = ["billing.eu-central-1.elb.amazonaws.com"] }
    "pricing-157" = {
      type   = "A"
      ttl    = 300
      values = ["10.113.129.130", "10.168.10.10"]
    }
    analytics-158 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=150dbf6a2159702b"] } # analytics
    support-159 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "reviews-160" = { type = "CNAME", ttl = 60, values = ["reviews.eu-central-1.elb.amazonaws.com"] }
    "payments-161" = {
      type   = "A"
      ttl    = 300
      values = ["10.192.129.229", "10.96.167.243"]
    }
    pricing-162 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=69e87dc22dd113c"] } # pricing
    inventory-163 = {
      type   = "CNAME"
      values = ["${module.inventory.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 8080 }
    }
    "fraud-164" = { type = "CNAME", ttl = 3600, values = ["fraud.eu-central-1.elb.amazonaws.com"] }
    "inventory-165" = {
      type   = "A"
      ttl    = 300
      values = ["10.28.49.33", "10.251.226.125"]
    }
    identity-166 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=cf9d5d05f4e64fe6"] } # identity
    support-167 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 8080 }
    }
    "pricing-168" = { type = "CNAME", ttl = 3600, values = ["pricing.eu-central-1.elb.amazonaws.com"] }
    "support-169" = {
      type   = "A"
      ttl    = 300
      values = ["10.56.16.213", "10.89.156.193"]
    }
    identity-170 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=52e71cf828a4fbd7"] } # identity
    support-171 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "search-172" = { type = "CNAME", ttl = 300, values = ["search.eu-central-1.elb.amazonaws.com"] }
    "reviews-173" = {
      type   = "A"
      ttl    = 300
      values = ["10.246.235.122", "10.53.151.67"]
    }
    media-174 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=3cc631418189ac45"] } # media
    billing-175 = {
      type   = "CNAME"
      values = ["${module.billing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "catalog-176" = { type = "CNAME", ttl = 60, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "shipping-177" = {
      type   = "A"
      ttl    = 300
      values = ["10.41.162.239", "10.71.173.83"]
    }
    support-178 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=2b32ada96078a406"] } # support
    pricing-179 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "pricing-180" = { type = "CNAME", ttl = 3600, values = ["pricing.eu-central-1.elb.amazonaws.com"] }
    "payments-181" = {
      type   = "A"
      ttl    = 300
      values = ["10.162.219.92", "10.247.223.115"]
    }
    reviews-182 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=947dbe2d857de96d"] } # reviews
    fraud-183 = {
      type   = "CNAME"
      values = ["${module.fraud.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "reviews-184" = { type = "CNAME", ttl = 3600, values = ["reviews.eu-central-1.elb.amazonaws.com"] }
    "inventory-185" = {
      type   = "A"
      ttl    = 300
      values = ["10.100.188.204", "10.95.67.96"]
    }
    billing-186 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=256d108293cde609"] } # billing
    billing-187 = {
      type   = "CNAME"
      values = ["${module.billing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "returns-188" = { type = "CNAME", ttl = 60, values = ["returns.eu-central-1.elb.amazonaws.com"] }
    "search-189" = {
      type   = "A"
      ttl    = 300
      values = ["10.157.190.245", "10.12.75.209"]
    }
    reviews-190 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=4f60e84640ef5ec2"] } # reviews
    analytics-191 = {
      type   = "CNAME"
      values = ["${module.analytics.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "payments-192" = { type = "CNAME", ttl = 3600, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "payments-193" = {
      type   = "A"
      ttl    = 300
      values = ["10.56.38.74", "10.157.160.110"]
    }
    shipping-194 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=5d359777833edd4b"] } # shipping
    support-195 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "returns-196" = { type = "CNAME", ttl = 60, values = ["returns.eu-central-1.elb.amazonaws.com"] }
    "media-197" = {
      type   = "A"
      ttl    = 300
      values = ["10.167.11.5", "10.13.0.145"]
    }
    billing-198 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=1b3a953c4dc1d327"] } # billing
    reviews-199 = {
      type   = "CNAME"
      values = ["${module.reviews.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "catalog-200" = { type = "CNAME", ttl = 300, values = ["catalog.eu-central-1.elb.amazonaws.com"] }
    "media-201" = {
      type   = "A"
      ttl    = 300
      values = ["10.77.150.34", "10.52.93.159"]
    }
    inventory-202 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=289b8ba979932a50"] } # inventory
    search-203 = {
      type   = "CNAME"
      values = ["${module.search.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "fraud-204" = { type = "CNAME", ttl = 60, values = ["fraud.eu-central-1.elb.amazonaws.com"] }
    "returns-205" = {
      type   = "A"
      ttl    = 300
      values = ["10.24.16.163", "10.37.223.170"]
    }
    pricing-206 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=66e6626d450f002a"] } # pricing
    pricing-207 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "payments-208" = { type = "CNAME", ttl = 3600, values = ["payments.eu-central-1.elb.amazonaws.com"] }
    "inventory-209" = {
      type   = "A"
      ttl    = 300
      values = ["10.143.228.89", "10.152.165.148"]
    }
    returns-210 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=efe987729a14e75a"] } # returns
    reviews-211 = {
      type   = "CNAME"
      values = ["${module.reviews.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "search-212" = { type = "CNAME", ttl = 60, values = ["search.eu-central-1.elb.amazonaws.com"] }
    "payments-213" = {
      type   = "A"
      ttl    = 300
      values = ["10.15.136.6", "10.103.47.60"]
    }
    search-214 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=e967ebdb0ef1f012"] } # search
    pricing-215 = {
      type   = "CNAME"
      values = ["${module.pricing.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "media-216" = { type = "CNAME", ttl = 3600, values = ["media.eu-central-1.elb.amazonaws.com"] }
    "analytics-217" = {
      type   = "A"
      ttl    = 300
      values = ["10.240.50.36", "10.105.51.132"]
    }
    media-218 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=81c75baba48792c5"] } # media
    analytics-219 = {
      type   = "CNAME"
      values = ["${module.analytics.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "search-220" = { type = "CNAME", ttl = 3600, values = ["search.eu-central-1.elb.amazonaws.com"] }
    "identity-221" = {
      type   = "A"
      ttl    = 300
      values = ["10.16.76.160", "10.12.254.227"]
    }
    fraud-222 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=7a594f67c870fef2"] } # fraud
    fraud-223 = {
      type   = "CNAME"
      values = ["${module.fraud.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "inventory-224" = { type = "CNAME", ttl = 300, values = ["inventory.eu-central-1.elb.amazonaws.com"] }
    "fraud-225" = {
      type   = "A"
      ttl    = 300
      values = ["10.233.119.20", "10.189.167.115"]
    }
    search-226 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=ff21dd5a39d7c140"] } # search
    checkout-227 = {
      type   = "CNAME"
      values = ["${module.checkout.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "analytics-228" = { type = "CNAME", ttl = 60, values = ["analytics.eu-central-1.elb.amazonaws.com"] }
    "checkout-229" = {
      type   = "A"
      ttl    = 300
      values = ["10.85.228.191", "10.236.177.241"]
    }
    inventory-230 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=b630f00543678856"] } # inventory
    payments-231 = {
      type   = "CNAME"
      values = ["${module.payments.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 8080 }
    }
    "reviews-232" = { type = "CNAME", ttl = 3600, values = ["reviews.eu-central-1.elb.amazonaws.com"] }
    "shipping-233" = {
      type   = "A"
      ttl    = 300
      values = ["10.175.201.234", "10.133.248.67"]
    }
    identity-234 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=edb6ce85a45a5209"] } # identity
    support-235 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "support-236" = { type = "CNAME", ttl = 3600, values = ["support.eu-central-1.elb.amazonaws.com"] }
    "payments-237" = {
      type   = "A"
      ttl    = 300
      values = ["10.43.66.231", "10.60.215.190"]
    }
    catalog-238 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=28c06f25f1d7b8aa"] } # catalog
    fraud-239 = {
      type   = "CNAME"
      values = ["${module.fraud.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
    "support-240" = { type = "CNAME", ttl = 300, values = ["support.eu-central-1.elb.amazonaws.com"] }
    "billing-241" = {
      type   = "A"
      ttl    = 300
      values = ["10.153.61.97", "10.232.218.161"]
    }
    support-242 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=fb4e1d36b15e27e6"] } # support
    analytics-243 = {
      type   = "CNAME"
      values = ["${module.analytics.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 443 }
    }
    "inventory-244" = { type = "CNAME", ttl = 3600, values = ["inventory.eu-central-1.elb.amazonaws.com"] }
    "fraud-245" = {
      type   = "A"
      ttl    = 300
      values = ["10.1.219.6", "10.111.244.185"]
    }
    catalog-246 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=e27f8be89201d55a"] } # catalog
    identity-247 = {
      type   = "CNAME"
      values = ["${module.identity.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "media-248" = { type = "CNAME", ttl = 3600, values = ["media.eu-central-1.elb.amazonaws.com"] }
    "checkout-249" = {
      type   = "A"
      ttl    = 300
      values = ["10.144.233.43", "10.37.8.6"]
    }
    checkout-250 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=9f395ef11b4f463f"] } # checkout
    support-251 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 443 }
    }
    "search-252" = { type = "CNAME", ttl = 3600, values = ["search.eu-central-1.elb.amazonaws.com"] }
    "payments-253" = {
      type   = "A"
      ttl    = 300
      values = ["10.7.10.35", "10.177.164.162"]
    }
    payments-254 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=115d27cfb26f1928"] } # payments
    fraud-255 = {
      type   = "CNAME"
      values = ["${module.fraud.dns_name}."]
      health = { enabled = true, path = "/healthz", port = 80 }
    }
    "inventory-256" = { type = "CNAME", ttl = 3600, values = ["inventory.eu-central-1.elb.amazonaws.com"] }
    "pricing-257" = {
      type   = "A"
      ttl    = 300
      values = ["10.93.51.209", "10.244.209.136"]
    }
    support-258 = { type = "TXT", ttl = 3600, values = ["v=spf1 include:_spf.example.com ~all", "verification=10e1fec9aa069dd3"] } # support
    support-259 = {
      type   = "CNAME"
      values = ["${module.support.dns_name}."]
      health = { enabled = false, path = "/healthz", port = 80 }
    }
  }
}

data "aws_route53_zone" "main" {
  name = "example.com."
}

resource "aws_route53_record" "this" {
  for_each = local.records

  zone_id = local.zone
  name    = each.key
  type    = each.value.type
  ttl     = try(each.value.ttl, 300)
  records = each.value.values
}
