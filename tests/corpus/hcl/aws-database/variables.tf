variable "identifier"     { type = string }
variable "environment"    { type = string }
variable "vpc_id"         { type = string }
variable "subnet_ids"     { type = list(string) }
variable "instance_class" {
  type    = string
  default = "db.t4g.medium"
}
variable "kms_key_id" {
  type    = string
  default = null
}
variable "parameters" {
  type    = map(string)
  default = {}
}
variable "clients" {
  type = list(object({ name = string, cidr = optional(string), security_group_id = optional(string) }))
  default = []
}
