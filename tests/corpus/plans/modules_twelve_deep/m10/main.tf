variable "trail" { type = list(string) }
module "m" {
  source = "../m11"
  trail  = concat(var.trail, ["10"])
}
output "trail" { value = module.m.trail }
