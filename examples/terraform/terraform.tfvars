environment      = "production"
encrypt_database = false
administrators   = ["0.0.0.0/0"]

services = {
  catalogue = { assets_acl = "public-read" }
  invoices  = { versions = 365 }
}
