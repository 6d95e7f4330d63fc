# settings of the production environment
project     = "shop"
environment = "prod"
cidr        = "10.42.0.0/16"
registry    = true

clusters = {
  main = {
    node_groups = {
      general = { instance_types = ["m7g.large", "m7g.xlarge"], desired_size = 6, max_size = 30, arm = true }
      batch = {
        instance_types = ["c7g.4xlarge"]
        spot           = true
        desired_size   = 0
        min_size       = 0
        max_size       = 100
        taints = [
          { key = "dedicated", value = "batch", effect = "NO_SCHEDULE" },
        ]
      }
    }
  }
}

allowed_ports = [
  22,   # bastion
  443,
  8443, // admin
]

thresholds = { warning = 0.75, critical = 9e-1 }
motd = <<EOT
Welcome to production.
  Be careful.
EOT
