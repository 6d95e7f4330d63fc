locals {
  zones = slice(data.aws_availability_zones.available.names, 0, min(3, length(data.aws_availability_zones.available.names)))

  tags = merge(
    {
      ManagedBy   = "terraform"
      Module      = "network"
      Environment = terraform.workspace
    },
    var.tags,
  )

  # zone => offset of its private range
  offsets = { for index, zone in local.zones : zone => index * 4 if index < 8 }
}
