module "nulls" {
  source      = "./m"
  plain       = null
  not_null    = null
  object      = { a = null }
  not_null_ob = null
  list        = [null, "x"]
}
module "absent" { source = "./m" }
module "given" {
  source      = "./m"
  plain       = "p"
  not_null    = "n"
  object      = { a = "a", b = null }
  not_null_ob = { c = 2 }
  list        = []
}
output "nulls" { value = module.nulls.all }
output "absent" { value = module.absent.all }
output "given" { value = module.given.all }
