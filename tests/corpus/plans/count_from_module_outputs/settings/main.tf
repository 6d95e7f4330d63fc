variable "enabled" { type = bool }
output "enabled" { value = var.enabled }
output "workers" { value = 3 }
output "zones" { value = ["a", "b"] }
