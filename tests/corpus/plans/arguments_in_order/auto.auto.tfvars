a = "auto"
b = "auto"
c = "auto"
d = "auto"
