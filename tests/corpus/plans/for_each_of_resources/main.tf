variable "buckets" {
  type    = map(object({ acl = string, versioned = optional(bool, true) }))
  default = { logs = { acl = "private" }, site = { acl = "public-read", versioned = false } }
}
locals {
  users = ["zoe", "adam", "mia"]
}
resource "terraform_data" "of_map" {
  for_each = var.buckets
  input    = { name = each.key, acl = each.value.acl, versioned = each.value.versioned }
}
resource "terraform_data" "of_set" {
  for_each = toset(local.users)
  input    = "${each.key}=${each.value}"
}
resource "terraform_data" "of_object" {
  for_each = { first = 1, second = "two", third = [3] }
  input    = each.value
}
resource "terraform_data" "of_expression" {
  for_each = { for name, bucket in var.buckets : upper(name) => bucket if bucket.versioned }
  input    = each.value
}
resource "terraform_data" "of_resource" {
  for_each = terraform_data.of_map
  input    = { id = each.value.id, acl = each.value.input.acl }
}
resource "terraform_data" "of_nothing" {
  for_each = {}
  input    = each.key
}
resource "terraform_data" "of_empty_set" {
  for_each = toset([])
  input    = each.key
}
output "keys" { value = keys(terraform_data.of_set) }
output "values" { value = values(terraform_data.of_object)[*].input }
output "nothing" { value = terraform_data.of_nothing }
output "acls" { value = { for key, made in terraform_data.of_map : key => made.input.acl } }
output "one" { value = terraform_data.of_set["mia"].input }
