variable "list" { type = list(number) }
locals { doubled = [for x in var.list : x * 2 if x > 3] }
output "out" { value = slice(local.doubled, 0, min(3, length(local.doubled))) }
