resource "terraform_data" "each" {
  for_each = toset(["a"])
  input    = each.key
}
moved {
  from = terraform_data.single
  to   = terraform_data.each["a"]
}
moved {
  from = module.old
  to   = module.new[0]
}
module "new" {
  source = "./m"
  count  = 1
}
