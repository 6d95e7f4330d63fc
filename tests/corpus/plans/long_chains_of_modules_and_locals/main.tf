locals {
  l0 = [1]
  l1 = concat(local.l0, local.l0)
  l2 = concat(local.l1, local.l1)
  l3 = concat(local.l2, local.l2)
  l4 = [for x in local.l3 : x + length(local.l3)]
}
module "first" {
  source = "./m"
  list   = local.l4
}
module "second" {
  source = "./m"
  list   = module.first.out
}
output "out" { value = module.second.out }
