variable "nothing" { default = null }
variable "typed" {
  type    = object({ a = optional(string), b = optional(number) })
  default = {}
}
resource "terraform_data" "null_input" { input = null }
resource "terraform_data" "null_variable" { input = var.nothing }
resource "terraform_data" "parts" { input = { a = null, b = [null, 1], c = var.typed.a, d = var.typed } }
resource "terraform_data" "no_input" {}
output "is_null" { value = [var.nothing == null, var.typed.a == null, terraform_data.null_input.input == null, terraform_data.no_input.input == null] }
output "coalesced" { value = [coalesce(var.typed.a, "x"), try(coalesce(var.nothing, null), "none")] }
output "compact" { value = compact([null, "a", var.typed.a]) }
output "filtered" { value = { for k, v in var.typed : k => v if v != null } }
output "lists" { value = [null, [null], { a = null }] }
output "json" { value = jsonencode({ a = null, b = [null] }) }
output "splat" { value = var.nothing[*] }
output "one" { value = one([]) }
output "output_of_null" { value = terraform_data.null_input.output }
