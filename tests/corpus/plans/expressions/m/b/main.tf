variable "n" { type = string }
variable "more" {
  type = object({ size = number, kind = optional(string, "t") })
}
resource "terraform_data" "x" {
  input = { n = var.n, more = var.more, where = path.module, root = path.root, ws = terraform.workspace }
}
output "v" { value = "${var.n}/${var.more.size}" }
