variable "value" {}
variable "other" {}
resource "terraform_data" "inner" { input = [var.value, var.other] }
