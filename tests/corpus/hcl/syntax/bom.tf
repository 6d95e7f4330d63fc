# a file with a byte order mark
locals {
  a = 1
}
