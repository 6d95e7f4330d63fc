variable "from_b" { default = 1 }
resource "terraform_data" "a" { input = local.from_c }
