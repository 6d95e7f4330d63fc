locals {
  n = [1, 1.0, 1.50, 100000000000000000000, 1e3, 1e-3, 0.1, 1 / 3, 2 / 3, 10 / 4, -7 % 3, 7 % -3, 5.5 % 2, 0.1 + 0.2, 1e21, 123456789.123456789, 1e10 * 1e10, -0.5, 3 - 5, 2 * 3 + 4, 2 * (3 + 4), -(2 + 3), 1 - -1]
}
output "numbers" { value = local.n }
output "strings" { value = [for x in local.n : "${x}"] }
output "json" { value = jsonencode(local.n) }
output "tostring" { value = [tostring(1e6), tostring(0.000001), tostring(100), tostring(1.10)] }
output "functions" { value = [floor(1.7), ceil(1.2), abs(-3), pow(2, 10), log(8, 2), signum(-4), parseint("ff", 16), max(1, "3", 2), min(5, 2.5)] }
output "formatted" { value = [format("%d", 3.0), format("%.2f", 2 / 3), format("%05d", 42), format("%x", 255), format("%e", 12345.678), format("%g", 1e20), format("%v", 1.50)] }
output "comparisons" { value = [1 < 2, "10" > 9, 2 >= "2", -1 <= 0] }
resource "terraform_data" "r" { input = local.n }
