module "a" {
  source = "./m"
  name   = "a"
}
module "b" {
  source = "./m"
  name   = "b"
  extra  = { k = module.a.name }
}
module "c" {
  source = "./n/../m"
  name   = module.b.extra["k"]
  extra  = module.b.extra
}
module "n" { source = "./n" }
output "all" { value = [module.a, module.b, module.c, module.n.inner] }
