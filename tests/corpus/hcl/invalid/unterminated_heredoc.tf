locals {
  before = 1
}

resource "aws_instance" "bad" {
  user_data = <<EOT
#!/bin/bash
resource "aws_instance" "inside" {
}
}
