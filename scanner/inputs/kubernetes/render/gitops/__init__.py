"""What Argo CD and Flux ask for: charts, kustomizations and directories of the tree, and what these are given."""
