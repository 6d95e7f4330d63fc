variable "unused" { default = "u" }
variable "token" {
  type      = string
  default   = "t"
  ephemeral = true
}
locals {
  never    = [for x in range(3) : x]
  never_id = terraform_data.r.id
}
resource "terraform_data" "r" { input = "r" }
module "silent" { source = "./m" }
