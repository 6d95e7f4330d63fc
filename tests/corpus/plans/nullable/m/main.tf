variable "plain" {
  type    = string
  default = "plain default"
}
variable "not_null" {
  type     = string
  default  = "not null default"
  nullable = false
}
variable "object" {
  type    = object({ a = optional(string, "opt a"), b = optional(string, "opt b") })
  default = {}
}
variable "not_null_ob" {
  type     = object({ c = optional(number, 1) })
  default  = {}
  nullable = false
}
variable "list" {
  type    = list(string)
  default = ["default"]
}
output "all" { value = [var.plain, var.not_null, var.object, var.not_null_ob, var.list, var.plain == null] }
