variable "single" {
  type    = object({ name = string })
  default = { name = "one" }
}
variable "absent" {
  type    = object({ name = string })
  default = null
}
variable "objects" {
  type    = list(object({ name = string, ports = list(number), inner = object({ deep = list(object({ v = string })) }) }))
  default = [
    { name = "a", ports = [1, 2], inner = { deep = [{ v = "x" }, { v = "y" }] } },
    { name = "b", ports = [], inner = { deep = [] } },
  ]
}
resource "terraform_data" "counted" {
  count = 2
  input = { n = count.index, l = [count.index, "z"] }
}
resource "terraform_data" "alone" { input = { n = "alone", l = ["only"] } }
resource "terraform_data" "none" { count = 0 }
resource "terraform_data" "result" {
  input = {
    full            = terraform_data.counted[*].input.n
    attribute       = terraform_data.counted.*.input
    index_after     = terraform_data.counted[*].input.l[1]
    legacy_index    = terraform_data.counted.*.input[0]
    single_resource = terraform_data.alone[*].input.n
    of_none         = terraform_data.none[*].input
    single          = var.single[*].name
    null            = var.absent[*].name
    names           = var.objects[*].name
    ports           = var.objects[*].ports
    first_port      = var.objects[*].inner.deep
    nested          = var.objects[*].inner.deep[*].v
    tuple           = [[1, 2], [3], []][*][*]
    heterogeneous   = [{ a = 1 }, { a = "x" }, { a = null }][*].a
    of_set          = toset(["b", "a"])[*]
    of_map          = { k = { v = 1 } }[*].k.v
    constant        = "text"[*]
    flattened       = flatten(var.objects[*].inner.deep[*].v)
    attr_nested     = var.objects.*.inner.deep
    empty_list      = tolist([])[*]
  }
}
output "result" { value = terraform_data.result.input }
