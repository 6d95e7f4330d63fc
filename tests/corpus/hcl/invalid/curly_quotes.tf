locals {
  a = “x”
}
variable "good" {}
