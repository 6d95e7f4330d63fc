"""Charts: which files are theirs, and what helm makes of them."""
