h = "c.auto.tfvars"
