output "paths" { value = [path.module, path.root, file("${path.module}/../a.txt"), fileexists("${path.root}/main.tf"), fileexists("main.tf"), fileset(path.module, "*.tf")] }
