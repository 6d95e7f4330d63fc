resource "terraform_data" "r" {
  count = 2
  input = local.a + local.b + var.v
}
output "new_value" { value = "overridden" }
