resource "terraform_data" "vpc" { input = "10.0.0.0/16" }
module "net" {
  source = "./net"
  vpc_id = terraform_data.vpc.id
  cidr   = terraform_data.vpc.input
  tags   = { vpc = terraform_data.vpc.id, env = "prod" }
}
module "app" {
  source  = "./app"
  subnets = module.net.subnets
  tags    = module.net.tags
}
output "subnets" { value = module.net.subnets }
output "app" { value = module.app.summary }
