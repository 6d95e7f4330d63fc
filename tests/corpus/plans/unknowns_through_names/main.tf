resource "terraform_data" "source" { input = "x" }
locals {
  id      = terraform_data.source.id
  prefix  = "pre-${local.id}"
  list    = [local.id, "known", local.prefix]
  object  = { id = local.id, known = 1, nested = { list = local.list } }
  derived = { for key, value in local.object : upper(key) => value }
}
module "through" {
  source = "./through"
  id     = local.id
  object = local.object
  list   = local.list
}
resource "terraform_data" "sink" {
  input = {
    id       = module.through.id
    known    = module.through.known
    list     = module.through.list
    second   = module.through.list[1]
    derived  = local.derived
    by_key   = local.derived["KNOWN"]
    joined   = join(",", local.list)
    length   = length(local.list)
    upper    = upper(local.id)
    json     = jsonencode(local.object)
    merged   = merge(local.object, { extra = true })
    keys     = keys(local.object)
    values   = values(local.object)
    is_null  = local.id == null
    contains = contains(local.list, "known")
    missing  = contains(local.list, "other")
    concat   = concat(local.list, ["more"])
    element  = element(local.list, 4)
    slice    = slice(local.list, 1, 2)
    lookup   = lookup(local.object, "known", 0)
    coalesce = coalesce(local.id, "never")
    format   = format("%s", local.id)
    output   = terraform_data.source.output
  }
}
