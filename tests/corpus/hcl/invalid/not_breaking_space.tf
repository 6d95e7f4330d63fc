locals {
  a = 1
}
variable "good" {}
