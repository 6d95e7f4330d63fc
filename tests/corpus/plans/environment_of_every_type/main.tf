variable "s" { type = string }
variable "n" { type = number }
variable "b" { type = bool }
variable "l" { type = list(number) }
variable "o" { type = object({ a = string, b = optional(list(string), ["d"]) }) }
variable "any" { type = any }
variable "plain" {}
output "all" { value = [var.s, var.n, var.b, var.l, var.o, var.any, var.plain] }
