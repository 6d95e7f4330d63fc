resource "aws_instance" "bad" {
  "ami" = "ami-1"
}
variable "good" {}
