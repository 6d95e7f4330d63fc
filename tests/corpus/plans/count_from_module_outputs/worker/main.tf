variable "zone" {}
resource "terraform_data" "w" { input = var.zone }
output "zone" { value = terraform_data.w.input }
