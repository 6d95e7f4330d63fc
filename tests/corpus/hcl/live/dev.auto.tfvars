environment="dev"
cidr = "10.43.0.0/16"
registry = false
clusters = {}
nothing = null
