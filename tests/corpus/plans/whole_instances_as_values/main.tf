resource "terraform_data" "a" { input = { n = 1 } }
resource "terraform_data" "b" { input = { n = 2 } }
resource "terraform_data" "c" {
  count = 2
  input = { n = count.index }
}
resource "terraform_data" "e" {
  for_each = toset(["x", "y"])
  input    = { n = each.key }
}
module "m" {
  source    = "./m"
  one       = terraform_data.a
  many      = terraform_data.c
  by_key    = terraform_data.e
  as_object = terraform_data.b
}
locals {
  all    = [terraform_data.a, terraform_data.b]
  merged = merge(terraform_data.e, { z = terraform_data.a })
  chosen = true ? terraform_data.a : terraform_data.b
  lookup = lookup(terraform_data.e, "x", terraform_data.a)
}
output "inputs" { value = [for r in local.all : r.input.n] }
output "merged" { value = { for k, r in local.merged : k => r.input.n } }
output "chosen" { value = local.chosen.input.n }
output "lookup" { value = local.lookup.input.n }
output "element" { value = element(terraform_data.c, 3).input.n }
output "flatten" { value = [for r in flatten([terraform_data.c, [terraform_data.a]]) : r.input.n] }
output "concat" { value = concat(terraform_data.c, [terraform_data.b])[*].input.n }
output "slice" { value = slice(terraform_data.c, 1, 2)[0].input.n }
output "keys" { value = keys(terraform_data.a) }
output "zip" { value = zipmap(["p", "q"], terraform_data.c)["q"].input.n }
output "values" { value = [for r in values(terraform_data.e) : r.input.n] }
output "module" { value = module.m.out }
output "one" { value = one(terraform_data.a[*]).input.n }
output "triggers" { value = terraform_data.a.triggers_replace }
