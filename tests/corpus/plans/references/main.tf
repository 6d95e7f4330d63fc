variable "acl" { default = "public-read" }
variable "n" {
  type    = number
  default = 3
}
variable "cfg" {
  type = object({
    name = string
    size = optional(number, 5)
    tags = optional(map(string), {})
  })
  default = { name = "x" }
}
locals {
  name   = "logs-${var.acl}"
  m      = { for i, v in ["a", "b"] : v => i }
  nested = [for k, v in local.m : "${k}=${v}" if v > 0]
  cond   = var.n > 2 ? "big" : "small"
  mix    = true ? [1, "a"] : []
  hd     = <<-EOT
    hello ${var.acl}
      indented
    %{for x in ["p", "q"]~}
    item ${x}
    %{endfor~}
  EOT
}
resource "terraform_data" "a" {
  input = {
    n     = local.name
    m     = local.m
    nest  = local.nested
    cond  = local.cond
    cfg   = var.cfg
    mix   = local.mix
    hd    = local.hd
    arith = [1 + 2, 10 / 4, 7 % 3, -var.n, 1 / 3]
    cmp   = [1 < 2, "a" == "a", !true, true && false]
  }
}
resource "terraform_data" "c" {
  count = var.n
  input = count.index
}
resource "terraform_data" "f" {
  for_each = { "x y" = 1, "q\"z" = 2 }
  input    = "${each.key}-${each.value}"
}
resource "terraform_data" "s" {
  for_each = toset(["b", "a"])
  input    = each.value
}
module "child" {
  source   = "./modules/child"
  for_each = toset(["one", "two"])
  name     = each.key
  items    = terraform_data.c[*].input
}
resource "terraform_data" "out" {
  input = [module.child["one"].result, values(module.child)[*].result, terraform_data.c[1].input, terraform_data.a.input.cond]
}
