locals {
  arithmetic  = 1 + 2 * 3 - 4 / 5 % 6
  grouped     = (1 + 2) * (3 - 4)
  minus       = -1
  minus_minus = - -1
  not         = !true
  not_not     = !!false
  compare     = 1 < 2 == 3 >= 2
  logic       = true || false && !true
  equal       = "a" == "a" && 1 != 2
  conditional = true ? 1 : 2
  chained     = var.a ? 1 : var.b ? 2 : var.c ? 3 : 4
  in_yes      = var.a ? var.b ? 1 : 2 : 3
  in_parens = (
    var.a
    ? "yes" # when a
    : "no"  # otherwise
  )
  long = (
    var.first
    && var.second
    || var.third

    == "x"
  )
  numbers     = [0, 1, 1.0, 1.5, 1e3, 1E-3, 12e+2, 123456789012345678901234567890, 0.1]
  references  = [a, a.b, a.b.c, a["b"], a[0], a[0]["b"].c, a.0.b, a.b.0, a["b"].0["c"]]
  computed    = [a[b], a[b.c].d, a["x${b}"], a[1 + 1], a[-1], a[b[c]], f(x)[0].y, (a).b, [1, 2][0], { a = 1 }.a, "x".y]
  splats      = [a[*], a[*].b, a.*.b, a.*.b.c[0], a[*].b[0].c, a[*].b[*].c, a.*.b[*].c, f(x)[*].y, a.b[*]["c"]]
  spaced      = [a . b, a [0], a [ * ] . b, f ( x )]
  calls       = [f(), f(1), f(1, 2,), f([1, 2]...), f(g(h(1))), a::b(1), a::b::c(x)]
  multi_line  = f(
    1, # one
    2  // two
    ,
    /* three */ 3
  )
  names       = [for-x, if_y, in_z, null_x, true_y, é, naïve, 变量, _x, a-b-c]
  keywords    = [true, false, null]
  keyword_as  = { true = 1, null = 2, if = 3, in = 4, else = 5, endif = 6 }
  deep        = [[[[[[[[[[1]]]]]]]]]]
  chain_calls = merge(merge(merge({}, { a = 1 }), { b = 2 }), { c = merge({}, {}) })
  comment     = 1 /* inline */ + /* between */ 2 // after
  negative    = { from = -1, to = - 1, sum = 1-1, ident = a-1 }
}
