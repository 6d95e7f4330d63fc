variable "number" {
  type    = number
  default = "12"
}
variable "string" {
  type    = string
  default = 1.50
}
variable "bool" {
  type    = bool
  default = "true"
}
variable "list" {
  type    = list(string)
  default = [1, true, "x", null]
}
variable "set" {
  type    = set(number)
  default = [3, "1", 3, 2]
}
variable "map" {
  type    = map(any)
  default = { a = 1, b = "x" }
}
variable "any_list" {
  type    = list(any)
  default = [1, "b", true]
}
variable "tuple" {
  type    = tuple([string, number, bool])
  default = [1, "2", "false"]
}
variable "object" {
  type = object({
    name  = string
    size  = optional(number, 5)
    tags  = optional(map(string), {})
    inner = optional(object({ a = optional(string, "deep"), b = optional(list(number)) }), {})
    list  = optional(list(object({ x = number, y = optional(number, 7) })), [])
    none  = optional(string)
  })
  default = { name = "n", extra = "dropped", list = [{ x = 1 }, { x = "2", y = null }] }
}
variable "objects" {
  type    = map(object({ on = optional(bool, true), n = number }))
  default = { a = { n = 1 }, b = { n = "2", on = "false" } }
}
variable "nested" {
  type    = map(list(set(string)))
  default = { a = [["y", "x", "y"]], b = [] }
}
variable "any" { default = { a = [1, "x"], b = null } }
variable "null_default" {
  type    = list(string)
  default = null
}
output "number" { value = var.number }
output "string" { value = var.string }
output "bool" { value = var.bool }
output "list" { value = var.list }
output "set" { value = var.set }
output "map" { value = var.map }
output "any_list" { value = var.any_list }
output "tuple" { value = var.tuple }
output "object" { value = var.object }
output "objects" { value = var.objects }
output "nested" { value = var.nested }
output "any" { value = var.any }
output "null_default" { value = var.null_default == null }
