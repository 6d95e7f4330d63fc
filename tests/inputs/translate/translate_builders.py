"""Kubernetes objects as blocks of Terraform."""

from __future__ import annotations

NAMED = """    name = "web"
"""
PLACED = """    name      = "web"
    namespace = "shop"
    labels    = { app = "web" }
"""


def pod_resource(spec: str, metadata: str = NAMED) -> str:
    """A pod called `web` whose `spec` has these lines, after four more than `metadata` has."""
    return f"""resource "kubernetes_pod_v1" "web" {{
  metadata {{
{metadata}  }}
  spec {{
{spec}  }}
}}
"""
