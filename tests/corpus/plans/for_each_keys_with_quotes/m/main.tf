variable "value" {}
resource "terraform_data" "inner" {
  count = 1
  input = var.value
}
