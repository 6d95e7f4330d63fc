variable "bad" {
  default: 1
}
variable "good" {}
