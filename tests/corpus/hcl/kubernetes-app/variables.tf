variable "name" { type = string }
variable "image" { type = string }
variable "image_tag" { type = string }
variable "domain" { type = string }
variable "replicas" {
  type    = number
  default = 3
}
variable "migrate" {
  type    = bool
  default = true
}
variable "ports" {
  type    = map(number)
  default = { http = 8080, metrics = 9090 }
}
variable "environment" {
  type      = map(string)
  default   = {}
  sensitive = true
}
variable "features" {
  type    = map(bool)
  default = { search = true, beta = false }
}
