variable "trail" { type = list(string) }
module "m" {
  source = "../m5"
  trail  = concat(var.trail, ["4"])
}
output "trail" { value = module.m.trail }
