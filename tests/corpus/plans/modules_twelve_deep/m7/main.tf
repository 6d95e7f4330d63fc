variable "trail" { type = list(string) }
module "m" {
  source = "../m8"
  trail  = concat(var.trail, ["7"])
}
output "trail" { value = module.m.trail }
