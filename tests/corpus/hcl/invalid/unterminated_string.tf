resource "aws_instance" "bad" {
  ami = "ami-1
  type = "t3.micro"
}

variable "good" {}
