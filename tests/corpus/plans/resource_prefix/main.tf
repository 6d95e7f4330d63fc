resource "terraform_data" "a" { input = "a" }
resource "terraform_data" "c" {
  count = 2
  input = resource.terraform_data.a.input
}
output "all" { value = [resource.terraform_data.a.input, resource.terraform_data.c[1].input, resource.terraform_data.c[*].input] }
