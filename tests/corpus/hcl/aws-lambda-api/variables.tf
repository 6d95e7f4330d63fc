variable "service" {
  type = string
}
variable "debug" {
  type    = bool
  default = false
}
variable "private" {
  type    = bool
  default = true
}
variable "origins" {
  type    = list(string)
  default = ["https://example.com", "https://*.example.com"]
}
variable "audience" {
  type = string
}
variable "issuer" {
  type    = string
  default = "login.example.com"
}
