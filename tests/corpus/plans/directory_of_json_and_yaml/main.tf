locals {
  files = { for f in fileset("${path.module}/config", "*.yaml") : trimsuffix(f, ".yaml") => yamldecode(file("${path.module}/config/${f}")) }
  users = jsondecode(file("config/users.json")).users
  rows  = csvdecode(file("config/rows.csv"))
}
resource "terraform_data" "file" {
  for_each = local.files
  input    = { name = each.value.name, ports = try(each.value.ports, []), enabled = lookup(each.value, "enabled", true) }
}
resource "terraform_data" "user" {
  for_each = { for u in local.users : u.name => u if u.active }
  input    = each.value.groups
}
resource "terraform_data" "row" {
  for_each = { for r in local.rows : r.id => r }
  input    = "${each.value.name}:${each.value.size + 1}"
}
