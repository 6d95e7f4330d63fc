"""Charts and overlays, rendered by the programs that are made for it."""
