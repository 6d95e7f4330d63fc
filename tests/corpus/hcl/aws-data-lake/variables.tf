variable "prefix" {
  type = string
}

variable "environment" {
  type    = string
  default = "dev"

  validation {
    condition     = contains(["dev", "test", "prod"], var.environment)
    error_message = "One of dev, test, prod."
  }
}

variable "readers" {
  type        = set(string)
  description = "Roles that may read every layer"
  default     = []
}
