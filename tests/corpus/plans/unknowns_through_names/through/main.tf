variable "id" { type = string }
variable "object" { type = object({ id = string, known = string }) }
variable "list" { type = list(string) }
output "id" { value = var.id }
output "known" { value = var.object.known }
output "list" { value = var.list }
