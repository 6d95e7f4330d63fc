variable "name" {}
variable "extra" { default = {} }
resource "terraform_data" "r" { input = [var.name, var.extra, path.module] }
output "name" { value = "${var.name}!" }
output "extra" { value = merge(var.extra, { own = var.name }) }
