resource "terraform_data" "r" {
  input = { from = "override", name = local.name, size = var.size }
}
output "o" { value = "override ${local.name}" }
