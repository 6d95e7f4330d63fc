module "a" { source = "./m" }
module "b" {
  source = "./m"
  count  = 2
}
module "c" {
  source   = "./m"
  for_each = { k = 1 }
}
output "keys" { value = keys(module.a) }
output "merged" { value = merge(module.a, { extra = 1 }) }
output "list" { value = module.b[*].id }
output "known" { value = module.b.*.known }
output "indexed" { value = [module.b[0].known, module.b[length(module.b) - 1].known] }
output "map" { value = { for k, m in module.c : k => m.list[1] } }
output "nested" { value = [for m in concat(module.b, values(module.c)) : m.object.deep] }
output "lookup" { value = lookup(module.a, "known", "none") }
output "tried" { value = try(module.a.absent, "absent") }
output "length" { value = [length(module.b), length(module.c), length(module.a)] }
