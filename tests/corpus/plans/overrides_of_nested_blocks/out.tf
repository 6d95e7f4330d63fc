output "new_value" { value = "base" }
