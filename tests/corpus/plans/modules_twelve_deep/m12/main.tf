variable "trail" { type = list(string) }
resource "terraform_data" "bottom" { input = join("/", var.trail) }
output "trail" { value = [var.trail, path.module] }
