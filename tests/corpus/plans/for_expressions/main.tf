locals {
  list = ["a", "b", "c"]
  map  = { x = 1, y = 2, z = 3 }
  objs = [{ k = "p", v = 1 }, { k = "q", v = 2 }, { k = "p", v = 3 }]
}
output "all" {
  value = {
    list        = [for s in local.list : upper(s)]
    indexed     = [for i, s in local.list : "${i}${s}"]
    filtered    = [for s in local.list : s if s != "b"]
    of_map      = [for v in local.map : v]
    of_map_kv   = [for k, v in local.map : "${k}${v}"]
    to_map      = { for s in local.list : s => length(s) }
    swapped     = { for k, v in local.map : v => k }
    grouped     = { for o in local.objs : o.k => o.v... }
    grouped_if  = { for o in local.objs : o.k => o.v... if o.v > 1 }
    nested      = { for k in ["a", "b"] : k => { for i in range(2) : "${k}${i}" => i } }
    shadow      = [for s in [1, 2] : [for s in ["x"] : s]]
    of_empty    = [for s in [] : s]
    map_empty   = { for s in [] : s => s }
    cond        = [for s in local.list : s == "a" ? "first" : "rest"]
    of_object   = [for k, v in { a = 1, b = "x" } : v]
    closure     = [for a in [1, 2] : [for b in [10, 20] : a * b]]
    key_number  = { for i, s in local.list : i => s }
    key_bool    = { for s in ["a"] : (s == "a") => s }
    deep_filter = [for o in local.objs : o.v if contains(["p"], o.k) && o.v > 1]
    of_set      = { for s in toset(["x", "y"]) : s => s }
    of_string_list = [for s in split(",", "q,w") : s]
  }
}
