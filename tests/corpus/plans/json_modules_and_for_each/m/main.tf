variable "name" {}
variable "index" {
  type = number
}
output "out" { value = { (var.name) = var.index } }
