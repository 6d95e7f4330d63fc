variable "before" {}
<<<<<<< HEAD
variable "ours" {}
=======
variable "theirs" {}
>>>>>>> branch
variable "after" {}
