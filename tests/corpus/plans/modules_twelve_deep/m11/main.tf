variable "trail" { type = list(string) }
module "m" {
  source   = "../m12"
  for_each = toset(["x", "y"])
  trail    = concat(var.trail, [each.key])
}
output "trail" { value = { for key, m in module.m : key => m.trail } }
