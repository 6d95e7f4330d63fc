variable "ports" { default = [80, 443] }
resource "terraform_data" "port" {
  for_each = { for p in var.ports : p => "port ${p}" }
  input    = { key = each.key, number = tonumber(each.key), text = each.value }
}
resource "terraform_data" "text" {
  for_each = toset([for p in var.ports : tostring(p)])
  input    = each.key
}
output "by_number" { value = terraform_data.port[443].input.text }
output "by_text" { value = terraform_data.port["80"].input.number + 1 }
output "keys" { value = keys(terraform_data.port) }
output "list_by_text" { value = var.ports["1"] }
output "fraction" { value = { (1.50) = "a", (2) = "b" } }
