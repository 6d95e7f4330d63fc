locals {
  a = "%{ if true }x"
}
locals {
  b = "%{ endif }"
}
locals {
  c = "%{ foreach x in y }%{ endfor }"
}
variable "good" {}
