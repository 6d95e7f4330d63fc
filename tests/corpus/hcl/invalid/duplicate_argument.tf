resource "aws_instance" "bad" {
  ami = "ami-1"
  ami = "ami-2"
}

locals {
  good = true
}
