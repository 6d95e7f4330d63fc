variable "n" { default = 3 }
variable "off" { default = false }
variable "as_text" { default = "2" }
resource "terraform_data" "none" {
  count = 0
  input = count.index
}
resource "terraform_data" "some" {
  count = var.n
  input = "item-${count.index + 1} of ${var.n}"
}
resource "terraform_data" "conditional" {
  count = var.off ? 0 : 1
  input = "there"
}
resource "terraform_data" "text" {
  count = var.as_text
  input = [count.index, terraform_data.some[count.index].input]
}
resource "terraform_data" "as_many" {
  count = length(terraform_data.some)
  input = terraform_data.some[count.index].input
}
output "none" { value = terraform_data.none }
output "first" { value = one(terraform_data.none[*].input) }
output "conditional" { value = one(terraform_data.conditional[*].input) }
output "lengths" { value = [length(terraform_data.none), length(terraform_data.some), length(terraform_data.text)] }
output "tried" { value = try(terraform_data.none[0].input, "absent") }
output "inputs" { value = terraform_data.as_many[*].input }
