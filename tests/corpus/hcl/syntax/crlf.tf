# Windows line ends
resource "aws_instance" "this" {
  ami           = "ami-123"
  instance_type = var.type # comment

  user_data = <<-EOT
    #!/bin/bash
    echo "${var.name}"

    exit 0
  EOT

  tags = {
    Name = "x"
    Env  = var.env
  }

  dynamic "ebs" {
    for_each = [
      1,
      2
    ]
    content {}
  }
}

/* block
   comment, skip */
locals {
  a = [for v in var.x : v]
}
