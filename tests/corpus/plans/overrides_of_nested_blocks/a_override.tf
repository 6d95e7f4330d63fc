locals { b = 20 }
resource "terraform_data" "r" {
  triggers_replace = [1]
  lifecycle {
    prevent_destroy = false
  }
}
variable "v" { type = number }
