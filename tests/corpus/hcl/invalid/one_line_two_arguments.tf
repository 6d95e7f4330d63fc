variable "bad" { type = string, default = "x" }
variable "good" {}
