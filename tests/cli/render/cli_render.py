"""What the tests of rendering share: what they ask the command for, Pods, and the file of a chart."""

from __future__ import annotations

ALL = ("--outcomes", "all")
PRIVILEGED = ("--only", "k8s-container-privileged", "--format", "json")
"""Asks whether containers are privileged: of `pod` and `pod_template`."""
LATEST = ("--only", "k8s-image-latest", "--format", "json")
"""Asks whether images are of a fixed version."""

CHART = "apiVersion: v2\nname: c\nversion: 0.1.0\n"
"""The file of a chart."""


def pod(name: str = "p", privileged: str = "true") -> str:
    """A Pod with one container."""
    security = f"securityContext: {{privileged: {privileged}}}"
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\n"
        f"spec: {{containers: [{{name: c, image: i, {security}}}]}}\n"
    )


def pod_template(privileged: str = ".Values.priv | default false") -> str:
    """The template of a Pod that is called like its release, and privileged as an expression says."""
    return pod('"{{ .Release.Name }}"', f"{{{{ {privileged} }}}}").replace("image: i", "image: i:1")
