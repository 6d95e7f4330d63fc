i = "not loaded by itself"
f = "not loaded by itself"
