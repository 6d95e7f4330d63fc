locals {
  list   = [1 2]
}
locals {
  object = { a = 1 b = 2 }
}
locals {
  call = f(1 2)
}
locals {
  good = 1
}
