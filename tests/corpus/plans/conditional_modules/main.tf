variable "features" {
  type    = map(bool)
  default = { cache = true, queue = false }
}
module "cache" {
  source = "./m"
  count  = var.features["cache"] ? 1 : 0
  name   = "cache"
}
module "queue" {
  source = "./m"
  count  = lookup(var.features, "queue", false) ? 1 : 0
  name   = "queue"
}
locals {
  endpoints = concat(module.cache[*].name, module.queue[*].name)
  cache     = length(module.cache) > 0 ? module.cache[0].name : null
  queue     = try(module.queue[0].name, "none")
  joined    = join(",", coalescelist(module.queue[*].name, ["nothing"]))
  either    = one(concat(module.cache, module.queue)).name
}
resource "terraform_data" "r" { input = [local.endpoints, local.cache, local.queue, local.joined, local.either] }
