locals {
  pattern = "^\d+$"
}
variable "good" {}
