locals {
  name = 'x'
}
variable "good" {}
