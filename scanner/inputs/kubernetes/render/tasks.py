"""What is to be rendered, and with what: releases of charts, builds of kustomizations, and what a run says of these."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias

from scanner.model.alternatives import Cluster
from scanner.model.problems import Problem
from scanner.model.values import Unknown, Value


@dataclass(frozen=True, slots=True)
class Release:
    """One installation of a chart."""

    chart: str
    """Directory of the chart."""
    name: str
    """Name of the release."""
    namespace: str | Unknown | None = None
    """Namespace it is installed into; None for the default one."""
    files: tuple[str, ...] = ()
    """Files with values, the later one winning."""
    values: tuple[str, ...] = ()
    """Values as YAML texts; they win over the files."""
    settings: tuple[tuple[str, str, bool], ...] = ()
    """Single values as `helm --set` reads them: name, text, and whether it stays text. They win over all else."""
    literals: tuple[tuple[str, str], ...] = ()
    """Single values whose text is taken as it is, commas and braces too: name and text. They win over those."""
    kube_version: str | None = None
    """The version of Kubernetes that templates are told; None for that which helm takes by itself."""
    api_versions: tuple[str, ...] = ()
    """What they are told that the cluster serves, too."""
    metadata: tuple[tuple[str, str, Value], ...] = ()
    """What is added to the metadata of every object: `labels` or `annotations`, a key, and its value."""
    tests: bool = False
    """Whether the chart's tests are run, too."""
    declared: str | None = None
    """Address of the object that asks for it; None for one that the settings ask for."""
    cluster: Cluster | None = None
    """The cluster that it is sent to; None where nothing says."""
    unknown: Problem | None = None
    """What it is installed with and is not known: then nothing is rendered, for it would be something else."""


@dataclass(frozen=True, slots=True)
class Build:
    """One use of a kustomization, or of a directory without one, by Argo CD or Flux."""

    directory: str
    """The directory, normalised."""
    name: str
    """Name of the object that asks for it."""
    namespace: str | Unknown | None = None
    """Namespace of objects that do not say theirs; None for the default one."""
    settings: tuple[tuple[str, str], ...] = ()
    """What is set from outside, as a kustomization would: its keys, and their values as JSON."""
    variables: tuple[tuple[str, str], ...] = ()
    """Values for `${name}` in what was rendered."""
    substitutes: bool = False
    """Whether such names are filled in at all."""
    unknown_variables: str | None = None
    """Where further values come from that are not known."""
    unknown_parameters: bool = False
    """Whether what is set holds parameters, in double braces, whose values are not known."""
    files: tuple[str, ...] = ()
    """The manifests of a directory without a kustomization."""
    declared: str | None = field(default=None, compare=False)
    """Address of the object that asks for it; None for one that nobody asks for."""
    cluster: Cluster | None = None
    """The cluster that it is sent to; None where nothing says."""
    unknown: Problem | None = None
    """What it is built with and is not followed: then nothing of it is judged, for it would be something else."""


Task: TypeAlias = "Release | Build"
"""One thing to render."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a run says of charts."""

    files: tuple[str, ...] = ()
    """Files with values for every chart."""
    namespace: str | None = None
    """Namespace of every chart."""
    name: str | None = None
    """Release name of every chart; None for the chart's own name."""
    kube_version: str | None = None
    """The version of Kubernetes that charts are told where nothing else says it."""
    api_versions: tuple[str, ...] = ()
    """What they are told that the cluster serves, where nothing else says it."""
    releases: tuple[Release, ...] = ()
    """Releases of single charts, instead of one with the values of every chart."""

    def in_cluster(self, release: Release) -> Release:
        """A release with what is known of the cluster."""
        kube_version = release.kube_version or self.kube_version
        return replace(release, kube_version=kube_version, api_versions=release.api_versions or self.api_versions)


def as_yaml(values: Value) -> str | None:
    """Values as the text that a release takes; None when they are not known."""
    import json

    try:
        return json.dumps(values)  # JSON is YAML
    except TypeError:
        return None
