variable "good" {
  default = 1
}

resource "aws_instance" "bad" {
  ami = = "ami-1"
  nested {
    a = 1
  }
}

variable "also_good" {}

locals {
  a = [1, 2
  b = 3
}

output "last" { value = 1 }
