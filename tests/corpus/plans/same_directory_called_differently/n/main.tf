module "m" {
  source = "../m"
  name   = "from n"
}
output "inner" { value = module.m.name }
