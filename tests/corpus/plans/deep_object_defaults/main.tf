module "m" {
  source = "./m"
  config = {
    services = {
      web = { ports = [{ number = 80 }, { number = 443, tls = { enabled = true } }] }
      db  = { replicas = 2, ports = [] }
    }
  }
}
module "defaults" {
  source = "./m"
  config = {}
}
output "config" { value = module.m.config }
output "defaults" { value = module.defaults.config }
