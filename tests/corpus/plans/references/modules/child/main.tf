variable "name" { type = string }
variable "items" { type = list(string) }
resource "terraform_data" "r" {
  input = { p = path.module, n = var.name, i = var.items }
}
output "result" { value = terraform_data.r.input.i }
