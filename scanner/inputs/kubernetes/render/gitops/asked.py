"""Which charts, kustomizations and directories of the tree Argo CD and Flux install, and with what.

Sources: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/,
https://fluxcd.io/flux/components/helm/helmreleases/ and https://fluxcd.io/flux/components/kustomize/kustomizations/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.inputs.kubernetes.render.detection import Found
from scanner.inputs.kubernetes.render.gitops.application_sets import applications_of
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.gitops.argo_builds import argo_builds
from scanner.inputs.kubernetes.render.gitops.argo_charts import argo_releases
from scanner.inputs.kubernetes.render.gitops.flux_builds import flux_builds
from scanner.inputs.kubernetes.render.gitops.flux_charts import HelmCharts, flux_releases
from scanner.inputs.kubernetes.render.gitops.sources import not_there, path_not_known
from scanner.inputs.kubernetes.render.tasks import Task
from scanner.model.problems import Problem

if TYPE_CHECKING:
    from scanner.inputs.files import Tree
    from scanner.model.resources import Resource


def asked_by(resource: Resource, tree: Tree, there: Found, charts: HelmCharts) -> tuple[list[Task], list[Problem]]:
    """What an object asks for of what is there in the tree, and what of it cannot be known.

    `charts` are those that other objects name.
    """
    problems: list[Problem] = []
    found: list[Task] = []
    group = resource.type.partition("/")[0]
    if group == "argoproj.io" and resource.kind in ("Application", "ApplicationSet"):
        applications = [Application(resource.attributes, resource)]
        if resource.kind == "ApplicationSet":
            applications = list(applications_of(resource, tree, problems))
        for application in applications:
            for source in application.sources:
                told = path_not_known(source, application) or not_there(source, application, tree)
                problems += [told] if told is not None else []
            found += argo_releases(application, tree, there, problems)
            found += argo_builds(application, tree, there, problems)
    elif group == "helm.toolkit.fluxcd.io" and resource.kind == "HelmRelease":
        found += flux_releases(resource, tree, charts, problems)
    elif group == "kustomize.toolkit.fluxcd.io" and resource.kind == "Kustomization":
        found += flux_builds(resource, tree, there, problems)
    return found, problems
