output "vpc_id" {
  description = "Id of the VPC"
  value       = aws_vpc.this.id
}

output "private_subnet_ids" {
  value = [for subnet in aws_subnet.private : subnet.id]
}

output "public_subnet_ids" {
  value = { for zone, subnet in aws_subnet.public : zone => subnet.id }
}

output "nat_public_ips" {
  value = aws_eip.nat.*.public_ip
}

output "database_subnet_cidrs" {
  value     = aws_subnet.database[*].cidr_block
  sensitive = false

  precondition {
    condition     = length(aws_subnet.database) == length(distinct(aws_subnet.database[*].availability_zone))
    error_message = "Two database subnets share a zone."
  }
}
