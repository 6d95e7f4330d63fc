locals {
  plain       = "plain"
  empty       = ""
  escapes     = "tab\there\nnext line \"quoted\" back\\slash \u00e9 \U0001F600"
  doubled     = "$${not_interpolated} %%{not_a_directive} $$$${one_dollar_more}"
  dollars     = "costs 100$ or 5% or $5 or %5 or $$ or %%"
  wrapped     = "${local.plain}"
  wrapped_num = "${12}"
  joined      = "${local.plain}-${local.empty}-${1 + 1}"
  nested      = "a ${"b ${"c ${upper("d")}"}"}"
  quoted_key  = local.map["a key"]["with \"quotes\""]
  directive   = "Hello%{ if local.plain != "" }, ${local.plain}%{ else } nobody%{ endif }!"
  loop        = "%{ for i, v in ["a", "b"] }${i}=${v};%{ endfor }"
  trimmed     = "  a  ${~ "b" ~}  c  "
  braces      = "} { } ${"}"} {{ template }} }}"
  comment     = "# not a comment // nor this /* nor this */"
  multi       = "${
    local.plain == "x" ? "yes" : "no"
  }"
  object      = "${ { a = 1, b = [2, 3] }["a"] }"
  map = { "a key" = { "with \"quotes\"" = 1 } }
}
