locals {
  plain = <<EOT
first
  second

fourth
EOT

  indented = <<-EOT
    first
      second

    fourth
  EOT

  uneven = <<-EOT
      six
    four
        eight ${local.plain} tail
  ${"two"} at the margin
  EOT

  empty = <<EOT
EOT

  one_empty_line = <<-EOT

    EOT

  escapes = <<EOT
no escapes here: \n \t \" \\ but $${these} and %%{those}
shell: $HOME $(pwd) $1 %d 100%
EOT

  directives = <<-EOT
    %{ for name in ["a", "b"] ~}
    item ${name}
      %{ if name == "a" ~}
      first
      %{ else ~}
      other
      %{ endif ~}
    %{ endfor ~}
    end
  EOT

  no_strip = <<-EOT
    %{ if true }
    yes
    %{ endif }
  EOT

  strip = <<EOT
a

  ${~ "b" ~}

c
EOT

  marker_inside = <<EOT
  EOTX
EOT EOT
x${"EOT"}
EOT

  tabs = <<-EOT
	one
		two
	EOT

  dashed = <<-END-OF-TEXT
    x
  END-OF-TEXT

  in_call = templatefile("x.tpl", { a = <<A
content of a
A
  b = 2 })

  in_list = [<<ONE
1
ONE
    , <<-TWO
      2
    TWO
  ]

  nested = <<OUTER
${upper(<<INNER
inner
INNER
)}
OUTER

  like_terraform = <<-EOT
resource "aws_s3_bucket" "not_a_resource" {
  bucket = "inside a heredoc"
}
  EOT

  json = <<-JSON
    {
      "a": ${jsonencode({ b = 1 })},
      "c": "${replace("x.y", ".", "\\.")}"
    }
  JSON
}
