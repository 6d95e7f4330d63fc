variable "yes" { default = true }
variable "text" {
  type    = string
  default = null
}
variable "numbers" {
  type    = list(number)
  default = []
}
resource "terraform_data" "known" { input = "known" }
locals {
  nothing   = var.yes ? null : "something"
  mixed     = var.yes ? 1 : "a"
  boolean   = var.yes ? true : "x"
  lists     = var.yes ? ["a"] : []
  longer    = var.yes ? [1, 2] : [3]
  shapes    = var.yes ? [1, "a"] : [true]
  maps      = var.yes ? { a = 1 } : { b = 2, c = "x" }
  same_keys = var.yes ? { a = 1, b = "x" } : { a = "y", b = "z" }
  empty_map = !var.yes ? { a = 1 } : {}
  default   = var.text == null ? "fallback" : var.text
  ternaries = var.yes ? (var.text != null ? "t" : "f") : "n"
  chain     = var.text == "x" ? 1 : var.text == "y" ? 2 : 3
  length    = length(var.numbers) > 0 ? var.numbers[0] : -1
  unknown   = terraform_data.known.id == "x" ? "a" : "b"
  unknowns  = terraform_data.known.id == "x" ? ["a"] : ["b", "c"]
  side      = var.yes ? terraform_data.known.id : "constant"
  other     = var.yes ? "constant" : terraform_data.known.id
  number    = var.yes ? 5 : terraform_data.known.id
  to_set    = var.yes ? toset(["b", "a"]) : []
  to_list   = var.yes ? tolist([1, 2]) : ["x"]
  whole     = var.yes ? terraform_data.known : null
}
output "all" {
  value = [local.nothing, local.mixed, local.boolean, local.lists, local.longer, local.shapes, local.maps, local.same_keys,
  local.empty_map, local.default, local.ternaries, local.chain, local.length, local.unknown, local.unknowns, local.side, local.other, local.number, local.to_set, local.to_list]
}
output "mixed" { value = local.mixed }
output "maps" { value = local.maps }
output "same_keys" { value = local.same_keys }
output "other" { value = local.other }
output "number" { value = local.number }
output "to_list" { value = local.to_list }
output "whole" { value = local.whole.input }
