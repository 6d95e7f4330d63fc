variable "envs" { default = { dev = { size = 1 }, prod = { size = 3 } } }
module "none" {
  source = "./m"
  count  = 0
  name   = "none"
}
module "counted" {
  source = "./m"
  count  = 2
  name   = "c${count.index}"
  size   = count.index + 1
}
module "each" {
  source   = "./m"
  for_each = var.envs
  name     = each.key
  size     = each.value.size
}
module "of_module" {
  source   = "./m"
  for_each = module.each
  name     = "${each.key}-again"
  size     = length(each.value.items)
}
module "of_output" {
  source   = "./m"
  for_each = toset(module.counted[1].items)
  name     = each.value
}
resource "terraform_data" "of_module" {
  for_each = module.each
  input    = each.value.name
}
output "none" { value = module.none }
output "names" { value = module.counted[*].name }
output "each" { value = { for key, made in module.each : key => made.items } }
output "by_key" { value = module.each["prod"].size }
output "whole" { value = module.each["dev"] }
output "all" { value = module.counted }
output "sum" { value = sum([for m in values(module.of_module) : m.size]) }
output "flat" { value = flatten(values(module.each)[*].items) }
