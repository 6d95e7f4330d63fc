resource "terraform_data" "r" { input = "r" }
output "id" { value = terraform_data.r.id }
output "known" { value = "known" }
output "list" { value = ["a", "b"] }
output "object" { value = { deep = { x = 1 } } }
