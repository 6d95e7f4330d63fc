variable "nobody" { default = 1 }
locals { hidden = var.nobody + 1 }
resource "terraform_data" "inner" { input = local.hidden }
