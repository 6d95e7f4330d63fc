resource "terraform_data" "zone" {
  for_each = toset(["a", "b"])
  input    = "zone-${each.key}"
}
resource "terraform_data" "subnet" {
  for_each = terraform_data.zone
  input    = { zone = each.value.input, id = each.value.id, key = each.key }
}
module "instance" {
  source   = "./instance"
  for_each = { for key, subnet in terraform_data.subnet : key => subnet.input.zone }
  zone     = each.value
  subnet   = terraform_data.subnet[each.key].input.id
}
resource "terraform_data" "address" {
  for_each = module.instance
  input    = [each.key, each.value.name, terraform_data.zone[each.key].input]
}
output "addresses" { value = values(terraform_data.address)[*].input }
