variable "name" {
  description = "Name of the network, used as a prefix of everything in it"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,30}$", var.name))
    error_message = "The name must be 3 to 31 lower case letters, digits and dashes."
  }
}

variable "cidr" {
  description = "Address range of the VPC"
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && tonumber(split("/", var.cidr)[1]) <= 24
    error_message = "The range must be a CIDR block of /24 or more."
  }
}

variable "public_subnets" {
  type    = list(string)
  default = []
}

variable "private_subnets" {
  type    = list(string)
  default = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
}

variable "database_subnets" {
  type    = list(string)
  default = []
}

variable "enable_dns_hostnames" {
  type    = bool
  default = true
}

variable "ipv6" {
  type    = bool
  default = false
}

variable "single_nat_gateway" {
  description = "One NAT gateway for all zones: cheaper, less available"
  type        = bool
  default     = false
}

variable "extra_routes" {
  type = list(object({
    cidr_block     = string
    nat_gateway_id = optional(string)
    gateway_id     = optional(string)
  }))
  default  = []
  nullable = false
}

variable "kms_key_arn" {
  type      = string
  default   = null
  sensitive = true
}

variable "tags" {
  type    = map(string)
  default = {}
}
