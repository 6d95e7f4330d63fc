variable "team" {}
variable "name" {}
variable "role" {}
resource "terraform_data" "grant" {
  count = var.role == "admin" ? 2 : 1
  input = "${var.team}.${var.name}.${var.role}.${count.index}"
}
output "role" { value = upper(terraform_data.grant[0].input) == "" ? "" : upper(var.role) }
