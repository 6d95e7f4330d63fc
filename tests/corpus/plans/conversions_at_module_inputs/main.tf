resource "terraform_data" "s" { input = "x" }
module "m" {
  source   = "./m"
  list     = toset(["b", "a"])
  set      = ["b", "a", "b"]
  map      = { a = 1, b = true }
  object   = tomap({ a = "1", b = "x" })
  number   = "10"
  string   = 1e3
  bool     = "false"
  tuple    = tolist(["1", "2"])
  any      = toset([1, 2])
  unknowns = [terraform_data.s.id, "k"]
  unset    = [terraform_data.s.id, "k"]
}
output "list" { value = module.m.list }
output "set" { value = module.m.set }
output "map" { value = module.m.map }
output "object" { value = module.m.object }
output "scalars" { value = module.m.scalars }
output "tuple" { value = module.m.tuple }
output "any" { value = module.m.any }
output "unknowns" { value = module.m.unknowns }
output "unset" { value = module.m.unset }
output "length" { value = module.m.length }
