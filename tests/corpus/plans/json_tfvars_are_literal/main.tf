variable "text" { type = string }
variable "list" { type = list(any) }
variable "deep" {}
output "all" { value = [var.text, var.list, var.deep] }
