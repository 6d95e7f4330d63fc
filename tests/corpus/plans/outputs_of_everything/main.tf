variable "v" { default = { a = [1, { b = true }] } }
locals { l = { x = var.v, y = null } }
resource "terraform_data" "plain" { input = var.v }
resource "terraform_data" "counted" {
  count = 2
  input = count.index
}
resource "terraform_data" "each" {
  for_each = { k = "v" }
  input    = each.value
}
module "m" { source = "./m" }
output "variable" { value = var.v }
output "local" { value = local.l }
output "plain" { value = terraform_data.plain }
output "counted" { value = terraform_data.counted }
output "each" { value = terraform_data.each }
output "module" { value = module.m }
output "splat" { value = terraform_data.counted[*] }
output "null" { value = null }
output "path" { value = path.module }
output "function" { value = upper("x") }
output "described" {
  value       = 1
  description = "a number"
  sensitive   = false
}
