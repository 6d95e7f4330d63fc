output "strings" { value = toset(["b", "a", "C", "10", "9", "é", "Z"]) }
output "numbers" { value = toset([10, 9, 1.5, -3, 100]) }
output "bools" { value = toset([true, false]) }
output "objects" { value = toset([{ n = "b", v = 2 }, { n = "a", v = 3 }, { n = "b", v = 1 }]) }
output "lists" { value = toset([["b"], ["a", "c"], []]) }
output "listed" { value = [for x in toset(["b", "a", "C"]) : x] }
output "tolist" { value = tolist(toset([3, 1, 2])) }
output "first" { value = tolist(toset(["z", "y"]))[0] }
output "union" { value = setunion(["c"], ["a"], toset(["b"])) }
output "joined" { value = join(",", toset(["b", "a"])) }
output "json" { value = jsonencode(toset(["b", "a"])) }
