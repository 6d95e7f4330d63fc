locals {
  empty_list   = []
  empty_object = {}
  spread_out = [

    1,

    2, # two

    # three is missing
    4
  ]
  trailing   = [1, 2, ]
  objects    = [{ a = 1 }, { a = 2, b = 3 }, {}]
  one_line   = { a = 1, b : 2, "c" = 3, (local.d) = 4, 5 = 6, "${local.e}" = 7, true = 8 }
  separators = {
    a = 1
    b : 2,
    c = 3, d = 4
    "e f" : 5

    # comment
    g = 6 // comment
    h = 7 /* comment */
    /* before */ i = 8
    j = [
      1
    ]
    k = {
      l = { m = { n = "deep" } }
    }, o = 9
  }
  computed_keys = {
    (var.name)              = 1
    (upper("x"))            = 2
    "${var.name}-suffix"    = 3
    f(1)                    = 4
    a.b                     = 5
    1 + 1                   = 6
  }

  tuple_for    = [for v in var.list : v]
  tuple_if     = [for v in var.list : upper(v) if v != ""]
  with_index   = [for i, v in var.list : "${i}=${v}"]
  object_for   = { for k, v in var.map : k => v }
  object_if    = { for k, v in var.map : upper(k) => { value = v } if k != "x" && v != null }
  grouped      = { for v in var.list : substr(v, 0, 1) => v... }
  grouped_if   = { for v in var.list : substr(v, 0, 1) => v... if length(v) > 1 }
  nested_for   = [for a in var.as : [for b in a.bs : { for c in b.cs : c.name => c.value }]]
  flat = flatten([
    for region, subnets in var.regions : [
      for name, subnet in subnets : {
        key = "${region}/${name}" # unique
        az  = subnet.az
      }
      if subnet.enabled
    ]
  ])
  for_conditional = [for v in var.list : v == "a" ? 1 : 2 if v != "b" ? true : false]
  for_parens      = { for item in (var.on ? var.list : []) : (item.name) => (item.value) }
}
