"""Compliance: catalogues of controls, and which rules bear on which of them."""
