variable "name" {}
variable "members" { type = map(string) }
module "member" {
  source   = "./member"
  for_each = var.members
  team     = var.name
  name     = each.key
  role     = each.value
}
output "members" { value = { for name, m in module.member : name => m.role } }
