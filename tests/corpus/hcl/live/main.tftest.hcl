variables {
  project     = "test"
  environment = "dev"
}

run "names_are_prefixed" {
  command = plan

  assert {
    condition     = startswith(local.name, "test-")
    error_message = "local.name is ${local.name}"
  }

  expect_failures = [var.cidr]
}
