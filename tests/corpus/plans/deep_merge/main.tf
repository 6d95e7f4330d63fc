variable "overrides" {
  type    = any
  default = { web = { size = 5, tags = { extra = "e" } }, new = { size = 9 } }
}
locals {
  defaults = { web = { size = 1, tags = { team = "a" } }, db = { size = 2, tags = {} } }
  names    = setunion(keys(local.defaults), keys(var.overrides))
  merged = { for name in local.names : name => merge(
    lookup(local.defaults, name, {}),
    lookup(var.overrides, name, {}),
    { tags = merge(try(local.defaults[name].tags, {}), try(var.overrides[name].tags, {})) },
  ) }
}
resource "terraform_data" "service" {
  for_each = local.merged
  input    = each.value
}
output "total" { value = sum([for s in local.merged : s.size]) }
