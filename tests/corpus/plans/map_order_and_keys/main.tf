locals { m = { z = 1, a = 2, "10" = 3, "9" = 4, "é" = 5, B = 6, "with space" = 7, (1 + 1) = 8, (true) = 9 } }
output "m" { value = local.m }
output "keys" { value = keys(local.m) }
output "values" { value = values(local.m) }
output "for" { value = [for k, v in local.m : "${k}=${v}"] }
output "text" { value = "%{for k, v in local.m}${k};%{endfor}" }
output "json" { value = jsonencode(local.m) }
output "duplicate" { value = { a = 1, a = 2 } }
