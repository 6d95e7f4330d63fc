variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "d" { default = "default" }
variable "list" {
  type    = list(string)
  default = []
}
variable "object" {
  type    = object({ n = number, s = optional(string, "dflt") })
  default = null
}
variable "number" {
  type    = number
  default = 0
}
variable "bool" {
  type    = bool
  default = false
}
variable "any" {
  type    = any
  default = null
}
variable "untyped" { default = null }
variable "from_environment" {
  type    = map(number)
  default = {}
}
resource "terraform_data" "r" {
  input = { a = var.a, b = var.b, c = var.c, d = var.d, list = var.list, object = var.object, number = var.number, bool = var.bool, any = var.any, untyped = var.untyped, env = var.from_environment }
}
output "any" { value = var.any }
output "untyped" { value = var.untyped }
