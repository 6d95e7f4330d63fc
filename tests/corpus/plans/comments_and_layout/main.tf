# a comment
// another
/* a block
   comment */
resource "terraform_data" "a" { input = 1 } # trailing
resource terraform_data b {
  input = [ # in a list
    1, // one
    2,
    /* three */ 3,
  ]
}
resource "terraform_data" "c" {
  input = {
    a : 1, b = 2
    "c" = 3
    (join("", ["d"])) : 4 # key
  }
}
locals { one = 1 }
output "sum" {
  value = (
    1 +
    2
    + local.one
  )
}
output "chain" {
  value = (true
    ? "yes"
  : "no")
}
output "call" {
  value = max(
    1,
    2,
  )
}
