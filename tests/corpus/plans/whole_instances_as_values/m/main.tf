variable "one" {}
variable "many" { type = list(any) }
variable "by_key" { type = map(object({ id = string, input = any })) }
variable "as_object" { type = object({ input = object({ n = string }) }) }
output "out" { value = [var.one.input.n, var.many[1].input.n, var.by_key["x"].input.n, var.as_object.input.n, length(var.many), keys(var.by_key), var.as_object] }
