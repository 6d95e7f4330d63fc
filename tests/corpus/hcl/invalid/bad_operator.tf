locals {
  a = 1 & 2
}
locals {
  b = 2 ** 3
}
locals {
  c = a = b
}
variable "good" {}
