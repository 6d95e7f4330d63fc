variable "secret" {
  default   = "s3cr3t"
  sensitive = true
}
variable "secrets" {
  type      = map(string)
  default   = { a = "x", b = "y" }
  sensitive = true
}
resource "terraform_data" "r" {
  input = { user = "admin", password = var.secret, joined = "p-${var.secret}", marked = sensitive("m"), open = nonsensitive(var.secret), names = nonsensitive(keys(var.secrets)), part = var.secrets["a"] }
}
module "m" {
  source = "./m"
  secret = var.secret
}
output "secret" {
  value     = var.secret
  sensitive = true
}
output "module" {
  value     = module.m.out
  sensitive = true
}
output "open" { value = nonsensitive(length(var.secret)) }
output "conditional" {
  value     = var.secret == "s3cr3t" ? "right" : "wrong"
  sensitive = true
}
