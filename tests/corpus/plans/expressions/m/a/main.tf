variable "idx" {}
locals { names = toset(["n${var.idx}", "k"]) }
module "b" {
  source   = "../b"
  for_each = local.names
  n        = each.value
  more     = { size = "12" }
}
output "out" { value = { deep = module.b["k"].v, all = { for k, b in module.b : k => b.v } } }
output "deep2" { value = values(module.b)[*].v }
