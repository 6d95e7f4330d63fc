"""Live clusters: what the API server lists, to resources."""
