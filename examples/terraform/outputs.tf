output "database_endpoint" {
  description = "Where the orders database answers."
  value       = aws_db_instance.orders.endpoint
}

output "buckets" {
  description = "Assets buckets by service."
  value       = { for name, service in module.service : name => service.bucket }
}
