variable "s" {
  type    = string
  default = null
}
variable "n" {
  type    = number
  default = null
}
variable "b" {
  type    = bool
  default = null
}
variable "l" {
  type    = list(number)
  default = null
}
variable "o" {
  type    = object({ a = string, b = optional(list(string), ["d"]) })
  default = null
}
variable "any" {
  type    = any
  default = null
}
variable "plain" { default = null }
output "all" { value = [var.s, var.n, var.b, var.l, var.o, var.any, var.plain] }
