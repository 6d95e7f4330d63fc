variable "name" { type = string }
variable "size" {
  type    = number
  default = 1
}
resource "terraform_data" "r" {
  count = var.size
  input = "${var.name}/${count.index}"
}
output "name" { value = upper(var.name) }
output "items" { value = terraform_data.r[*].input }
output "size" { value = var.size }
