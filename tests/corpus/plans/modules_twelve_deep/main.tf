module "m" {
  source = "./m1"
  trail  = ["root"]
}
output "trail" { value = module.m.trail }
