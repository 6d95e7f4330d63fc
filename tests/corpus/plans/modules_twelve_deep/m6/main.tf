variable "trail" { type = list(string) }
module "m" {
  source = "../m7"
  trail  = concat(var.trail, ["6"])
}
output "trail" { value = module.m.trail }
