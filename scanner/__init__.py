"""Bylaw: a policy-as-code compliance scanner for Terraform and Kubernetes."""

__version__ = "0.1.0"
