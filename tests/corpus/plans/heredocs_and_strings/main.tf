variable "name" { default = "world" }
locals {
  plain = <<EOT
first
  second ${var.name}
	tab
EOT
  flush = <<-EOT
    first
      second ${var.name}
    third

    last
  EOT
  directives = <<-EOT
    %{ for x in ["a", "b"] ~}
    item ${x}
    %{ endfor ~}
    %{ if var.name == "world" ~}
    yes
    %{~ else ~}
    no
    %{ endif ~}
    end
  EOT
  empty   = <<-EOT
  EOT
  escapes = "tab\t quote\" newline\n back\\ unicode\u00e9 \U0001F600 $${x} %%{y} $ % $x %y"
  nested  = "a ${"b ${"c ${var.name}"}"} d"
  trim    = "x ${~ "y" ~} z"
  in_call = join("|", [<<-A
    one
    A
  , "two"])
  literal_dollar = "cost: $5 100%"
}
output "all" { value = [local.plain, local.flush, local.directives, local.empty, local.escapes, local.nested, local.trim, local.in_call, local.literal_dollar] }
