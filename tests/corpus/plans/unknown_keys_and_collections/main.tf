resource "terraform_data" "s" { input = { a = 1, list = ["p", "q"] } }
resource "terraform_data" "c" {
  count = 2
  input = count.index
}
locals {
  id  = terraform_data.s.id
  out = terraform_data.s.output
}
resource "terraform_data" "r" {
  input = {
    key        = { (local.id) = 1, b = 2 }
    template   = { "k-${local.id}" = 1 }
    for_key    = { for id in terraform_data.c[*].id : id => 1 }
    for_value  = { for i, id in terraform_data.c[*].id : "k${i}" => id }
    filtered   = [for id in terraform_data.c[*].id : id if id != "x"]
    of_unknown = [for x in local.out.list : x]
    out_known  = local.out.a
    index      = ["a", "b"][local.id == "x" ? 0 : 1]
    map_index  = { a = 1 }[local.id]
    set        = toset(terraform_data.c[*].id)
    one_set    = toset([local.id])
    length_set = length(toset([local.id]))
    tolist     = tolist([local.id, 1])
    tomap      = tomap({ a = local.id, b = "x" })
    merged     = merge({ a = 1 }, { a = local.id })
    unknown_merge = merge({ a = 1 }, local.out)
    flatten    = flatten([[local.id], ["x"]])
    distinct   = distinct([local.id, "x"])
    lengths    = [length(terraform_data.c), length(terraform_data.c[*].id), length([local.id, local.id])]
    json       = jsonencode({ a = local.id })
    splat      = terraform_data.c[*].id
    zip        = zipmap(["a", "b"], terraform_data.c[*].id)
    values     = values({ a = local.id })
    coalesce   = coalesce("known", local.id)
    null_check = [local.id == null, local.id != null]
    logic      = [local.id == "x" || local.id != "x"]
    cond       = local.id == "x" ? { a = 1 } : { a = 2 }
    cond_num   = local.id == "x" ? 1 : 1
    element    = element(terraform_data.c[*].id, 3)
  }
}
