output "beside" { value = local.doubled }
