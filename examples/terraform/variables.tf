variable "region" {
  description = "Where everything runs."
  type        = string
  default     = "eu-central-1"
}

variable "environment" {
  description = "production, staging or test."
  type        = string

  validation {
    condition     = contains(["production", "staging", "test"], var.environment)
    error_message = "The environment is production, staging or test."
  }
}

variable "cidr" {
  description = "Address range of the network."
  type        = string
  default     = "10.20.0.0/16"
}

variable "zones" {
  description = "Availability zones, by letter."
  type        = set(string)
  default     = ["a", "b", "c"]
}

variable "encrypt_database" {
  description = "Whether the orders database is encrypted. Cannot be changed later without a new instance."
  type        = bool
  default     = true
}

variable "administrators" {
  description = "Address ranges that may open a shell on the bastion."
  type        = list(string)
}

variable "services" {
  description = "Services with a bucket for their assets."
  type = map(object({
    assets_acl = optional(string, "private")
    versions   = optional(number, 30)
  }))
}
