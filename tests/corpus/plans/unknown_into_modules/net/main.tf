variable "vpc_id" { type = string }
variable "cidr" { type = string }
variable "tags" { type = map(string) }
resource "terraform_data" "subnet" {
  count = 2
  input = { vpc = var.vpc_id, cidr = cidrsubnet(var.cidr, 8, count.index), public = count.index == 0 }
}
output "subnets" { value = [for s in terraform_data.subnet : { id = s.id, cidr = s.input.cidr, public = s.input.public, vpc = s.input.vpc }] }
output "tags" { value = merge(var.tags, { subnets = length(terraform_data.subnet) }) }
