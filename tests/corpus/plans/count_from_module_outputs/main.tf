module "settings" {
  source  = "./settings"
  enabled = true
}
module "worker" {
  source = "./worker"
  count  = module.settings.workers
  zone   = module.settings.zones[count.index % length(module.settings.zones)]
}
resource "terraform_data" "flag" {
  count = module.settings.enabled ? 1 : 0
  input = module.worker[*].zone
}
resource "terraform_data" "zone" {
  for_each = toset(module.settings.zones)
  input    = [for w in module.worker : w.zone if w.zone == each.key]
}
