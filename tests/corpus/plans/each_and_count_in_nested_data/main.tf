locals { colors = { red = ["r1", "r2"], blue = [] } }
resource "terraform_data" "each" {
  for_each = local.colors
  input = {
    inner   = [for each_item in each.value : "${each.key}:${each_item}"]
    object  = { (each.key) = each.value, literal = "each.key" }
    nested  = { for i, v in each.value : "${each.key}-${i}" => upper(v) }
    cond    = length(each.value) > 0 ? each.value[0] : each.key
    text    = "%{for v in each.value}${each.key}${v};%{endfor}"
    self    = [each.key, each.value]
  }
}
resource "terraform_data" "counted" {
  count = 3
  input = {
    list  = [for i in range(count.index) : i + count.index]
    even  = count.index % 2 == 0
    pick  = element(["a", "b"], count.index)
    prior = count.index == 0 ? "none" : "item ${count.index - 1}"
  }
}
