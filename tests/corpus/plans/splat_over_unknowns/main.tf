resource "terraform_data" "c" {
  count = 2
  input = { l = ["a${count.index}", "b"] }
}
resource "terraform_data" "list" { input = [{ v = 1 }, { v = 2 }] }
output "ids" { value = terraform_data.c[*].id }
output "outputs" { value = terraform_data.c[*].output.l }
output "of_unknown" { value = terraform_data.list.output[*].v }
output "single_unknown" { value = terraform_data.list.id[*] }
output "known" { value = terraform_data.c[*].input.l[0] }
output "upper" { value = [for id in terraform_data.c[*].id : upper(id)] }
output "zipped" { value = { for i, c in terraform_data.c : c.input.l[0] => c.id } }
output "flat" { value = flatten([terraform_data.c[*].input.l, terraform_data.c[*].id]) }
