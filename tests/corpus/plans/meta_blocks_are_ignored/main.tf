locals { yes = true }
resource "terraform_data" "first" {
  input = 1
  lifecycle {
    create_before_destroy = true
    ignore_changes        = [input]
    precondition {
      condition     = local.yes
      error_message = "no"
    }
    postcondition {
      condition     = self.input == 1
      error_message = "no"
    }
  }
}
resource "terraform_data" "second" {
  input            = terraform_data.first.input + 1
  triggers_replace = [terraform_data.first.id]
  depends_on       = [terraform_data.first, module.m]
  provisioner "local-exec" {
    command = "echo ${self.id}"
    when    = destroy
  }
  provisioner "local-exec" {
    command    = "true"
    on_failure = continue
    connection {
      host = self.input
    }
  }
  lifecycle {
    replace_triggered_by = [terraform_data.first.id]
  }
}
module "m" {
  source     = "./m"
  depends_on = [terraform_data.first]
}
moved {
  from = terraform_data.old
  to   = terraform_data.second
}
removed {
  from = terraform_data.gone
  lifecycle {
    destroy = false
  }
}
check "health" {
  assert {
    condition     = terraform_data.first.input == 1
    error_message = "unhealthy"
  }
}
output "m" {
  value      = module.m.value
  depends_on = [terraform_data.second]
  precondition {
    condition     = local.yes
    error_message = "no"
  }
}
