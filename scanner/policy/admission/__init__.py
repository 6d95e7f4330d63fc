"""Admission policies of Kubernetes, both ways: rules written as policies, and policies asked as rules.

Facts from https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ and
https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/.
"""
