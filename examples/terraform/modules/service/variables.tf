variable "name" {
  description = "Name of the service, and of its bucket."
  type        = string
}

variable "assets_acl" {
  description = "Canned ACL of the assets bucket."
  type        = string
  default     = "private"
}

variable "versions" {
  description = "Days that old versions of an object are kept."
  type        = number
}

variable "key_arn" {
  description = "Key that encrypts the assets."
  type        = string
}

variable "log_bucket" {
  description = "Bucket for access logs."
  type        = string
}
