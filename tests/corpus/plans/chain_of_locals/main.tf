locals {
  z = "${local.y}-z"
  a = 1
  c = local.b + local.a
  b = local.a * 10
  y = join("-", [local.c, local.d.name])
  d = { name = "d${local.c}", list = [local.a, local.b] }
}
locals {
  e = merge(local.d, { more = local.z })
  f = [for item in local.d.list : item + local.c]
}
resource "terraform_data" "r" { input = { e = local.e, f = local.f } }
output "z" { value = local.z }
