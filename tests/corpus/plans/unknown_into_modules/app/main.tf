variable "subnets" { type = list(object({ id = string, cidr = string, public = bool, vpc = string })) }
variable "tags" { type = map(string) }
locals {
  public = [for s in var.subnets : s.id if s.public]
  cidrs  = { for s in var.subnets : s.cidr => s.public ? "public" : "private" }
}
resource "terraform_data" "instance" {
  for_each = { for i, s in var.subnets : "s${i}" => s }
  input    = { subnet = each.value.id, tags = merge(var.tags, { Name = each.key, Zone = each.value.cidr }) }
}
output "summary" { value = { public = local.public, count = length(local.public), cidrs = local.cidrs, env = var.tags["env"], vpc = var.tags["vpc"], names = keys(terraform_data.instance) } }
