"""HCL 2 as Terraform uses it, in native and JSON syntax: text in, a tree with exact offsets out."""
