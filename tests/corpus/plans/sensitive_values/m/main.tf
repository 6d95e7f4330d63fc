variable "secret" {}
output "out" {
  value     = "got ${var.secret}"
  sensitive = true
}
