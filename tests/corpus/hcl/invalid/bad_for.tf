locals {
  a = [for x, y, z in var.list : x]
}
locals {
  b = { for x in var.list : x }
}
locals {
  c = [for x in var.list : x => x]
}
variable "good" {}
