# nothing

/* here */
// at all