output "paths" { value = [path.module, dirname(path.module)] }
