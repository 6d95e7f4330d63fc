locals {
  key   = "b"
  index = 1
  map   = { a = { v = 1 }, b = { v = 2 } }
  names = ["x", "y"]
}
resource "terraform_data" "each" {
  for_each = { a = "A", b = "B", x = "X", y = "Y" }
  input    = each.value
}
resource "terraform_data" "counted" {
  count = 2
  input = "c${count.index}"
}
module "m" {
  source   = "./m"
  for_each = toset(local.names)
  name     = each.key
}
output "all" {
  value = [
    terraform_data.each[local.key].input, terraform_data.counted[local.index].input, terraform_data.counted[local.index - 1].input,
    local.map[local.key].v, local.map["a"]["v"], local.names[local.index], terraform_data.each["${local.names[0]}"].input,
    module.m[local.names[1]].name, [for n in local.names : terraform_data.each[n].input], { for n in local.names : n => module.m[n].name },
    local.names[length(local.names) - 1], lookup(terraform_data.each, "zz", null), keys(module.m),
  ]
}
