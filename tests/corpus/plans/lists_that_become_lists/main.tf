variable "l" {
  type    = list(number)
  default = [1, 2]
}
output "concat" { value = concat(var.l, ["x"]) }
output "concat_same" { value = concat(var.l, var.l) }
output "flatten" { value = flatten([var.l, [var.l]]) }
output "splat" { value = var.l[*] }
output "for" { value = [for x in var.l : x] }
output "tolist" { value = tolist([1, "a", true]) }
output "reverse" { value = reverse(var.l) }
output "slice" { value = slice(["a", 1, true], 1, 3) }
output "values" { value = values({ a = 1, b = "x" }) }
output "values_map" { value = values(tomap({ a = 1, b = 2 })) }
output "setproduct" { value = setproduct(["a"], [1, 2]) }
output "split" { value = split("-", "a-b") }
output "distinct" { value = distinct([1, "1", 1]) }
output "conditional" { value = true ? var.l : ["x"] }
output "element" { value = element([1, "x"], 1) }
output "merge_maps" { value = merge(tomap({ a = 1 }), tomap({ b = 2 })) }
output "merge_mixed" { value = merge(tomap({ a = 1 }), { b = "x" }) }
output "zipmap" { value = zipmap(["a", "b"], [1, 2]) }
output "matchkeys" { value = matchkeys(["a", "b"], ["x", "y"], ["y"]) }
output "coalescelist" { value = coalescelist([], ["a"]) }
output "range" { value = range(3) }
output "chunk" { value = chunklist(var.l, 1) }
