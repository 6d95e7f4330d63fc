variable "trail" { type = list(string) }
module "m" {
  source = "../m9"
  trail  = concat(var.trail, ["8"])
}
output "trail" { value = module.m.trail }
