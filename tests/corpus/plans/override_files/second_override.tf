variable "size" { default = 2 }
locals {
  name = "overridden"
}
resource "terraform_data" "counted" {
  count = 2
}
module "m" {
  value = "overridden"
}
