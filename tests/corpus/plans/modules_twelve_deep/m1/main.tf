variable "trail" { type = list(string) }
module "m" {
  source = "../m2"
  trail  = concat(var.trail, ["1"])
}
output "trail" { value = module.m.trail }
