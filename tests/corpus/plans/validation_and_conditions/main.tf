variable "size" {
  type    = number
  default = 3
  validation {
    condition     = var.size > 0 && var.size < 10
    error_message = "Size must lie between 0 and 10, not ${var.size}."
  }
}
variable "name" {
  type    = string
  default = "ok"
  validation {
    condition     = can(regex("^[a-z]+$", var.name))
    error_message = "lower case"
  }
  validation {
    condition     = length(var.name) == var.size - 1
    error_message = "another variable"
  }
}
resource "terraform_data" "r" {
  input = var.name
  lifecycle {
    precondition {
      condition     = var.size == 3
      error_message = "three"
    }
  }
}
