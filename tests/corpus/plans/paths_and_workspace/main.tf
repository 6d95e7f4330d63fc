module "a" { source = "./modules/a" }
module "again" {
  source = "./modules/../modules/a"
}
output "paths" { value = [path.module, path.root, terraform.workspace, basename(path.module)] }
output "a" { value = module.a.paths }
output "again" { value = module.again.paths }
resource "terraform_data" "w" {
  count = terraform.workspace == "default" ? 1 : 2
  input = "${path.module}/x"
}
