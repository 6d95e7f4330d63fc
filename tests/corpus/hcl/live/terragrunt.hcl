include "root" {
  path = find_in_parent_folders()
}

terraform {
  source = "${get_parent_terragrunt_dir()}//modules/network"

  extra_arguments "retry_lock" {
    commands  = get_terraform_commands_that_need_locking()
    arguments = ["-lock-timeout=20m"]
  }
}

dependency "shared" {
  config_path = "../shared"

  mock_outputs = {
    zone_id = "Z000000"
  }
}

inputs = {
  name    = "shop"
  zone_id = dependency.shared.outputs.zone_id
}
