module "m" {
  source = "./m"
  any    = { a = 1, b = ["x", 2], c = null }
  list   = [{ a = 1 }, { a = "x" }]
  map    = { k = [1], l = ["x"] }
  plain  = [1, "x"]
}
output "any" { value = module.m.any }
output "list" { value = module.m.list }
output "map" { value = module.m.map }
output "plain" { value = module.m.plain }
