variable "zone" { type = string }
variable "subnet" { type = string }
resource "terraform_data" "i" { input = { zone = var.zone, subnet = var.subnet } }
output "name" { value = "i-${var.zone}" }
