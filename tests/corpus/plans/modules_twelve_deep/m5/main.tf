variable "trail" { type = list(string) }
module "m" {
  source = "../m6"
  trail  = concat(var.trail, ["5"])
}
output "trail" { value = module.m.trail }
