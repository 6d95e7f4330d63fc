d = "a.auto.tfvars"
e = "a.auto.tfvars"
g = "a.auto.tfvars"
h = "a.auto.tfvars"
