variable "workload" {
  type        = string
  description = "Short name of the workload"
}

variable "environment" {
  type    = string
  default = "dev"
}

variable "location" {
  type    = string
  default = "westeurope"
}

variable "allowed_locations" {
  type    = list(string)
  default = ["westeurope", "northeurope"]
}

variable "address_space" {
  type    = string
  default = "10.20.0.0/16"
}

variable "dns_servers" {
  type    = list(string)
  default = []
}

variable "cost_centres" {
  type    = map(number)
  default = { dev = 4711, prod = 4712 }
}

variable "subnets" {
  type = map(object({
    bits       = number
    number     = number
    endpoints  = optional(list(string), [])
    delegation = optional(string)
    rules = optional(list(object({
      name      = string
      port      = string
      source    = string
      direction = optional(string)
    })), [])
  }))
  default = {
    "GatewaySubnet" = { bits = 11, number = 0 }
    "app" = {
      bits      = 8
      number    = 1
      endpoints = ["Microsoft.KeyVault", "Microsoft.Storage"]
      rules = [
        { name = "https", port = "443", source = "AzureLoadBalancer" },
        { name = "metrics", port = "9100-9110", source = "10.0.0.0/8" },
      ]
    }
    "functions" = { bits = 8, number = 2, delegation = "Microsoft.Web/serverFarms" }
  }
}
