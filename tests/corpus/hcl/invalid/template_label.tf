resource "aws_instance" "${var.name}" {
}
variable "good" {}
