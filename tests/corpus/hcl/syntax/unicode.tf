# Größe, 大きさ, мера
variable "größe" {
  description = "Die Größe – in „Metern“ … 😀"
  default     = "naïve café"
}

locals {
  変数     = "値"
  переменная = local.変数
  composed   = "é is normalised"
  zero       = "a​b"
  emoji      = { "🔑" = "🔒", ключ = "значение" }
  text       = <<-EOT
    Zeile eins – „zitiert“
      日本語
    ${local.変数} ende
  EOT
}

resource "aws_instance" "ñandú" {
  tags = { Größe = var.größe }
}
