locals {
  users = { adam = ["admin"], zoe = ["dev", "ops"] }
}
output "rendered" { value = templatefile("${path.module}/t.tftpl", { users = local.users, debug = false, title = "Team" }) }
output "list" { value = templatefile("list.tftpl", { items = ["a", "b"] }) }
output "number" { value = templatefile("number.tftpl", { n = 5 }) }
output "string" { value = templatestring(local.text, { name = "x" }) }
output "raw" { value = file("t.tftpl") }
output "json" { value = jsondecode(file("data.json")) }
output "yaml" { value = yamldecode(file("data.yaml")).b[1] }
output "encoded" { value = [filebase64("number.tftpl"), filemd5("number.tftpl"), filesha256("number.tftpl")] }
output "set" { value = fileset(path.module, "**/*.{json,yaml,txt}") }
locals {
  text = "hello $${name}"
}
resource "terraform_data" "r" {
  input = templatefile("t.tftpl", { users = {}, debug = true, title = null == null ? "none" : "" })
}
