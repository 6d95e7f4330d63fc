resource "aws_instance" "x" {
  count = ${var.count}
}
variable "good" {}
