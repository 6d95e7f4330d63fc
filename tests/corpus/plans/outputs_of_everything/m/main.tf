resource "terraform_data" "inner" { input = "inner" }
output "resource" { value = terraform_data.inner }
output "null" { value = null }
output "list" { value = [terraform_data.inner.input, terraform_data.inner.id] }
