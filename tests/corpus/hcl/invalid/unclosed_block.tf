resource "aws_instance" "first" {
  ami = "ami-1"

resource "aws_instance" "second" {
  ami = "ami-2"
}

variable "third" {}
