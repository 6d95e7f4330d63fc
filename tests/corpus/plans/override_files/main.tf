variable "size" {
  type        = number
  default     = 1
  description = "base"
}
locals {
  name = "base"
  kept = "kept"
}
resource "terraform_data" "r" {
  input            = { from = "base", name = local.name, size = var.size }
  triggers_replace = "base"
}
resource "terraform_data" "counted" {
  input = "base"
}
module "m" {
  source = "./m"
  value  = "base"
  other  = "base"
}
output "o" { value = "base" }
output "kept" { value = local.kept }
