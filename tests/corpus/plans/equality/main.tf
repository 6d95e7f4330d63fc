locals {
  list = tolist(["a", "b"])
}
output "all" {
  value = {
    tuple_list    = local.list == ["a", "b"]
    lists         = local.list == tolist(["a", "b"])
    tuples        = ["a", 1] == ["a", 1]
    order         = ["a", "b"] == ["b", "a"]
    sets          = toset(["a", "b"]) == toset(["b", "a"])
    set_list      = toset(["a"]) == tolist(["a"])
    map_object    = tomap({ a = 1 }) == { a = 1 }
    objects       = { a = 1, b = "x" } == { b = "x", a = 1 }
    number_string = 1 == "1"
    numbers       = [1 == 1.0, 0.1 + 0.2 == 0.3, 1e3 == 1000]
    bools         = [true == "true", true == true, true == 1]
    nulls         = [null == null, "" == null, [] == null]
    empties       = [[] == tolist([]), {} == tomap({}), [] == []]
    unequal       = ["a" != "b", [1] != [1], {} != []]
    nested        = { a = [{ b = 1 }] } == { a = [{ b = 1 }] }
    length        = [1, 2] == [1, 2, 3]
    element_types = tolist([1]) == tolist(["1"])
  }
}
