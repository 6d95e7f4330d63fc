variable "subnets" {
  default = {
    public  = { cidrs = ["10.0.0.0/24", "10.0.1.0/24"], open = true }
    private = { cidrs = ["10.0.2.0/24"], open = false }
  }
}
locals {
  pairs      = setproduct(["a", "b"], ["x", "y"])
  by_pair    = { for pair in local.pairs : "${pair[0]}-${pair[1]}" => pair }
  flat       = flatten([for kind, s in var.subnets : [for i, c in s.cidrs : { key = "${kind}-${i}", cidr = c, open = s.open }]])
  rules      = { for rule in local.flat : rule.key => rule }
  zipped     = zipmap(["k1", "k2"], [1, "two"])
  grouped    = { for rule in local.flat : rule.open ? "open" : "closed" => rule.cidr... }
  merged     = merge({ a = 1, b = 2 }, { b = 3 }, { for i in range(2) : "r${i}" => i })
  expanded   = merge([{ a = 1 }, { b = 2 }]...)
  inverted   = transpose({ a = ["x", "y"], b = ["y"] })
  chunks     = chunklist([for i in range(5) : i], 2)
  lookups    = [lookup(local.zipped, "k1", "d"), lookup(local.zipped, "k9", "d")]
  sorted     = sort(keys(local.by_pair))
  sums       = sum([for rule in local.flat : length(rule.cidr)])
  compacted  = compact(["a", "", null, "b"])
  distinct   = distinct(["b", "a", "b"])
  subtracted = setsubtract(["a", "b", "c"], ["b"])
  index      = { for i, v in ["x", "y"] : v => i }
  cidrs      = cidrsubnets("10.0.0.0/16", 4, 4, 8)
  matrix     = [for i in range(2) : [for j in range(2) : i * 10 + j]]
  all        = alltrue([for rule in local.flat : can(cidrhost(rule.cidr, 1))])
}
resource "terraform_data" "rule" {
  for_each = local.rules
  input    = each.value
}
resource "terraform_data" "pair" {
  for_each = local.by_pair
  input    = join("/", each.value)
}
output "all" {
  value = [local.grouped, local.merged, local.expanded, local.inverted, local.chunks, local.lookups, local.sorted, local.sums, local.compacted, local.distinct, local.subtracted, local.index, local.cidrs, local.matrix, local.all, local.zipped]
}
output "merged" { value = local.merged }
output "grouped" { value = local.grouped }
output "pairs" { value = local.pairs }
