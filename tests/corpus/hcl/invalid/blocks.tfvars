good = 1
bad { }
