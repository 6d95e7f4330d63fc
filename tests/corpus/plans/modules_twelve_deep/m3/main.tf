variable "trail" { type = list(string) }
module "m" {
  source = "../m4"
  trail  = concat(var.trail, ["3"])
}
output "trail" { value = module.m.trail }
