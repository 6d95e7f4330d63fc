"""The build environment of Argo CD, whose variables may stand in value files and parameters.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/build-environment/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from scanner.inputs.kubernetes.render.fields import get
from scanner.inputs.kubernetes.render.gitops.applications import Application
from scanner.inputs.kubernetes.render.unknowns import UNFILLED
from scanner.model.values import Value

Environment: TypeAlias = "Mapping[str, str | None]"
"""Values by the names of variables; None for what is not known."""

_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)|(\$)|([0-9*#@!?{-]))", re.ASCII)
"""A variable in one of two spellings, two dollars for one, or what Go's `os.Expand` reads otherwise."""
_OF_A_RUN = (
    "ARGOCD_APP_REVISION", "ARGOCD_APP_REVISION_SHORT", "ARGOCD_APP_REVISION_SHORT_8", "KUBE_VERSION",
    "KUBE_API_VERSIONS",
)  # fmt: skip
"""Those that only a run of Argo CD decides."""


def environment_of(application: Application, source: Value) -> Environment:
    """The variables that an application and one of its sources give."""
    given: dict[str, Value] = {
        "ARGOCD_APP_NAME": application.name,
        "ARGOCD_APP_NAMESPACE": application.destination,
        "ARGOCD_APP_PROJECT_NAME": get(application.manifest, ("spec", "project")),
        "ARGOCD_APP_SOURCE_PATH": get(source, ("path",)),
        "ARGOCD_APP_SOURCE_REPO_URL": get(source, ("repoURL",)),
        "ARGOCD_APP_SOURCE_TARGET_REVISION": get(source, ("targetRevision",)),
    }
    found: dict[str, str | None] = dict.fromkeys(_OF_A_RUN)
    for name, value in given.items():
        known = "" if value is None else value
        found[name] = known if isinstance(known, str) and not UNFILLED.search(known) else None
    return found


def filled_in(written: str, environment: Environment, unknown: str | None = None) -> str | None:
    """A text with its variables filled in, those that do not exist being empty.

    `unknown` stands in for those that are not known; without it nothing is told where there is one.
    """
    parts: list[str] = []
    at = 0
    for found in _VARIABLE.finditer(written):
        value = "$" if found[3] else None if found[4] else environment.get(found[1] or found[2], "")
        value = unknown if value is None else value
        if value is None:
            return None
        parts += [written[at : found.start()], value]
        at = found.end()
    return "".join([*parts, written[at:]])
