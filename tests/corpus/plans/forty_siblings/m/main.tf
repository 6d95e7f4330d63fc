variable "base" { type = number }
variable "name" { type = string }
resource "terraform_data" "r" { input = "${var.name}=${var.base}" }
output "sum" { value = var.base + length(terraform_data.r.input) }
