locals { a = 7 }
output "all" {
  value = [1 + 2 * 3, (1 + 2) * 3, 10 - 4 - 3, 2 * 3 % 4, -local.a + 1, !true || true, true && false || true, 1 < 2 == true, 1 + 1 == 2 && 2 > 1,
    true ? 1 : false ? 2 : 3, local.a > 5 ? "big" : "small", "a" == "a" ? 1 + 1 : 0, 6 / 4, 7 % 4 * 2, !(1 == 2), 1 != 2, -(-local.a), "5" + 3, "2" * "4", true == !false,
  local.a >= 7 && local.a <= 7, [1, 2][0] + 3, { a = 1 }.a + 1, length([1, 2]) * 2]
}
