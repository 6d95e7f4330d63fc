locals {
  a = (1 + 2
}
variable "good" {}
