variable "any" { type = any }
variable "list" { type = list(any) }
variable "map" { type = map(any) }
variable "plain" {}
output "any" { value = var.any }
output "list" { value = var.list }
output "map" { value = var.map }
output "plain" { value = var.plain }
