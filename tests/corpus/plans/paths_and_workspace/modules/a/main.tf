module "b" { source = "../b" }
module "deep" { source = "./deep" }
output "paths" { value = { own = path.module, root = path.root, b = module.b.paths, deep = module.deep.paths, file = file("${path.module}/a.txt") } }
