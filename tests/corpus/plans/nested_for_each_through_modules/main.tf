locals {
  teams = {
    web = { members = { ann = "admin", bob = "user" } }
    ops = { members = {} }
  }
}
module "team" {
  source   = "./team"
  for_each = local.teams
  name     = each.key
  members  = each.value.members
}
output "all" { value = { for team, m in module.team : team => m.members } }
output "admins" { value = flatten([for team, m in module.team : [for name, role in m.members : "${team}/${name}" if role == "ADMIN"]]) }
