terraform {
  required_version = ">= 1.0"
  required_providers {
    builtin = {
      source = "terraform.io/builtin/terraform"
    }
  }
}
resource "terraform_data" "r" { input = "x" }
