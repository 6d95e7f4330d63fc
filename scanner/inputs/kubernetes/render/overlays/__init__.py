"""Kustomizations and directories of manifests: what they use, and what comes of them."""
