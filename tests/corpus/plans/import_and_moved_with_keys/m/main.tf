moved {
  from = terraform_data.x
  to   = terraform_data.y
}
resource "terraform_data" "y" { input = "y" }
