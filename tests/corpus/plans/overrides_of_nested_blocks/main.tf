locals {
  a = 1
  b = 2
}
resource "terraform_data" "r" {
  count = 1
  input = "base"
  lifecycle {
    create_before_destroy = true
  }
  provisioner "local-exec" {
    command = "base"
  }
}
variable "v" {
  type        = string
  default     = "5"
  description = "base"
}
