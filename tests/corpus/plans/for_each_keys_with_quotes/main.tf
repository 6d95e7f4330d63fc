locals {
  keys = ["plain", "with space", "dotted.name", "a/b", "quote\"d", "back\\slash", "new\nline", "tab\tbed", "dollar$${x}", "percent%%{y}", "größe", "日本", "emoji 🙂", "[0]", "", "null\u0007bell", "a$b", "c%d", "del\u007f", "soft\u00adhyphen", "zero\u200bwidth"]
}
resource "terraform_data" "each" {
  for_each = toset(local.keys)
  input    = each.value
}
module "m" {
  source   = "./m"
  for_each = { "x.y" = 1, "q\"z" = 2 }
  value    = each.key
}
output "count" { value = length(terraform_data.each) }
