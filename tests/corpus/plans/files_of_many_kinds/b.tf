locals { from_b = var.from_b + 1 }
