empty {}
one_line { a = 1 }
one_line_spaced   {   a   =   1   }
unlabelled {
  a = 1
}
bare label {
}
mixed "one" two "three" four {
  nested "x" {
    deeper {
      deepest {}
    }
    deeper { a = [1, 2] }
  }
}
no_space"label"{}
escaped "with \"quotes\" and \\ and \u00e9 and $${this}" {}
dollar "100$" "5%" {}
same_name = 1
same_name {
}
same_name "again" {}
a-dashed-name = true
_underscore   = false
for           = "allowed"
null          = "allowed"
