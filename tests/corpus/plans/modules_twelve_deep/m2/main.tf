variable "trail" { type = list(string) }
module "m" {
  source = "../m3"
  trail  = concat(var.trail, ["2"])
}
output "trail" { value = module.m.trail }
