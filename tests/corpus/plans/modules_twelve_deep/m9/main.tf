variable "trail" { type = list(string) }
module "m" {
  source = "../m10"
  trail  = concat(var.trail, ["9"])
}
output "trail" { value = module.m.trail }
