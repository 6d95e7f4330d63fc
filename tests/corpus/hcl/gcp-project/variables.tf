variable "name" { type = string }
variable "folder" { type = string }
variable "billing_account" { type = string }
variable "bastion" {
  type    = bool
  default = false
}
variable "labels" {
  type    = map(string)
  default = {}
}
variable "services" {
  type    = list(string)
  default = []
}
variable "bindings" {
  type    = map(set(string))
  default = {}
}
variable "subnets" {
  type = map(object({
    region    = string
    range     = string
    secondary = optional(map(string), {})
  }))
}
