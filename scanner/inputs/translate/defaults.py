"""What Terraform's Kubernetes provider sends for what is not written, where the API would take something else.

Its other defaults are the API's own, and are left out here as in a manifest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model.values import Object, Value

if TYPE_CHECKING:
    from scanner.inputs.terraform.schemas import BlockSchema


def defaults_of(node: Object, schema: BlockSchema, around: str) -> Iterator[tuple[str, Value]]:
    """Arguments of a block that the provider fills in, and their values.

    Sources: https://registry.terraform.io/providers/hashicorp/kubernetes/2.38.0/docs/resources/pod_v1 (the token is
    mounted whatever the service account says; a container's security context without `run_as_non_root` says false,
    and what the pod's own says does not count: https://github.com/hashicorp/terraform-provider-kubernetes/issues/695),
    service_account_v1, storage_class_v1, role_binding_v1.
    """
    attributes = schema.attributes
    if "automount_service_account_token" in attributes:
        yield "automount_service_account_token", True
    if around == "security_context" and "privileged" in attributes:
        yield "run_as_non_root", False
    if "allow_volume_expansion" in attributes:
        yield "allow_volume_expansion", True
    if around == "subject" and node.get("kind") == "ServiceAccount":
        yield "namespace", "default"
